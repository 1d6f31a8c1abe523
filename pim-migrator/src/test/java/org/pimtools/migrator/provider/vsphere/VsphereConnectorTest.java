package org.pimtools.migrator.provider.vsphere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.Endpoints;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.testkit.doubles.SoapProxy;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** Against govmomi's simulator, over TLS with a pinned certificate. */
@Tag("slow")
class VsphereConnectorTest {
    private static final Set<String> READING = Set.of(
            "RetrieveServiceContent",
            "Login",
            "CreateContainerView",
            "RetrievePropertiesEx",
            "ContinueRetrievePropertiesEx",
            "DestroyView",
            "Logout");
    private static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";

    @Test
    void tenThousandVmsOfAVCenter() throws Exception {
        try (VcSim server = VcSim.start(VcSim.Options.vms(10_000).withoutTls());
                SoapProxy proxy = SoapProxy.start(server.url(), Certificates.valid(Certificates.KeyKind.EC))) {
            EndpointInventory.Read read = assertRead(
                    10_000,
                    Endpoints.read(
                            Endpoints.PATIENT,
                            target(vCenter(1, proxy.port(), proxy.fingerprint()), server.user(), server.password())));
            assertTrue(read.calls() <= 10_000 / 500 + 10, () -> read.calls() + " calls");
            assertEquals(proxy.log().calls().size(), read.calls());
            assertTrue(READING.containsAll(proxy.log().methods()), proxy.log().methods()::toString);
            for (VsphereVm vm : server.inventory().vms()) {
                assertEquals(
                        List.of(new ProviderId(server.serverUuid() + "#" + vm.moRef())),
                        read.inventory().withName(vm.name()));
            }
        }
    }

    @Test
    void aStandAloneHostWithOddNames() throws Exception {
        List<String> names = List.of(
                "a/b", "a%2fb", "100%", "back\\slash", "caf\u00e9 \ud83d\ude00", "x<&>\"'", " lead", "twin", "twin");
        List<VsphereVm> vms = IntStream.range(0, names.size())
                .mapToObj(i -> VsphereVm.of(i + 1, names.get(i)))
                .toList();
        try (VcSim server =
                VcSim.start(VcSim.Options.of(VsphereInventory.esxi(UUID, vms)).login("r&<t", "p&\u00e4<>\"s"))) {
            PlanLine.Endpoint esxi = new PlanLine.Endpoint(
                    1, ProviderKind.VMX_04, "localhost", server.port(), server.fingerprint(), new TreeMap<>());
            EndpointInventory.Read read =
                    assertRead(names.size(), Endpoints.read(Endpoints.PATIENT, target(esxi, "r&<t", "p&\u00e4<>\"s")));
            for (VsphereVm vm : vms) {
                assertTrue(
                        read.inventory().withName(vm.name()).contains(new ProviderId(UUID + "#" + vm.moRef())),
                        vm::toString);
            }
            assertEquals(2, read.inventory().withName("twin").size());
        }
    }

    @Test
    void aStandAloneHostAsTheSimulatorComesHasTheUuidOfItsHardware() throws Exception {
        try (VcSim server = VcSim.esxAsItComes()) {
            List<VsphereVm> vms = server.listVms();
            assertFalse(vms.isEmpty());
            for (String rule : List.of("auto", "hardware-uuid")) {
                EndpointInventory.Read read =
                        assertRead(vms.size(), Endpoints.read(Endpoints.PATIENT, esx(server, Map.of("id-rule", rule))));
                for (VsphereVm vm : vms) {
                    List<ProviderId> ids = read.inventory().withName(vm.name());
                    assertEquals(1, ids.size(), vm::toString);
                    assertTrue(ids.get(0).value().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}#" + vm.moRef()));
                    assertEquals(
                            Optional.empty(),
                            ProviderKind.VMX_04.idFault(ids.get(0).value()));
                }
            }
            EndpointInventory.Failed failed = assertInstanceOf(
                    EndpointInventory.Failed.class,
                    Endpoints.read(Endpoints.PATIENT, esx(server, Map.of("id-rule", "instance-uuid"))));
            assertTrue(
                    failed.finding().detail().contains("the server names no instanceUuid: is it a vCenter?"),
                    failed.finding()::toString);
        }
    }

    private static InventoryReader.Target esx(VcSim server, Map<String, String> options) {
        return target(
                new PlanLine.Endpoint(
                        1,
                        ProviderKind.VMX_04,
                        "localhost",
                        server.port(),
                        server.fingerprint(),
                        new TreeMap<>(options)),
                server.user(),
                server.password());
    }

    @Test
    void whatTellsNamesakesApartIsAskedForThemOnly() throws Exception {
        List<VsphereVm> vms = IntStream.rangeClosed(1, 300)
                .mapToObj(i -> VsphereVm.of(i, i % 2 == 0 ? "twin" : "single " + i))
                .toList();
        try (VcSim server = VcSim.start(
                        VcSim.Options.of(VsphereInventory.vCenter(UUID, vms)).withoutTls());
                SoapProxy proxy = SoapProxy.start(server.url(), Certificates.valid(Certificates.KeyKind.EC))) {
            ProviderId gone = new ProviderId(UUID + "#vm-99999");
            InventoryReader.Target plain =
                    target(vCenter(1, proxy.port(), proxy.fingerprint()), server.user(), server.password());
            EndpointInventory.Read read = assertRead(
                    vms.size(),
                    Endpoints.read(
                            Endpoints.PATIENT,
                            new InventoryReader.Target(plain.endpoint(), plain.secret(), 10, inventory -> {
                                Set<ProviderId> unclear = new HashSet<>(inventory.withName("twin"));
                                unclear.add(gone);
                                return unclear;
                            })));
            Map<ProviderId, Evidence> expected = new HashMap<>();
            for (VsphereVm vm : vms) {
                if (vm.name().equals("twin")) {
                    expected.put(
                            new ProviderId(UUID + "#" + vm.moRef()),
                            new Evidence(
                                    vm.host(),
                                    new TreeSet<>(Set.of(vm.datastore())),
                                    new TreeSet<>(Set.of(vm.macAddress()))));
                }
            }
            assertEquals(expected, read.evidence());
            assertTrue(READING.containsAll(proxy.log().methods()), proxy.log().methods()::toString);
            assertEquals(
                    1, proxy.log().methods().stream().filter("Login"::equals).count());
            assertTrue(read.calls() < 30, () -> read.calls() + " calls");
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (VcSim server = VcSim.start(VcSim.Options.vms(1))) {
            assertFailed(
                    FindingCode.LOGIN_REFUSED,
                    "InvalidLogin",
                    Endpoints.read(
                            Endpoints.PATIENT,
                            target(vCenter(1, server.port(), server.fingerprint()), server.user(), "wrong")));
        }
    }
}
