package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class VcSimTest {
    private static final String UUID_1 = "11111111-2222-3333-4444-555555555555";
    private static final String UUID_2 = "99999999-2222-3333-4444-555555555555";

    @BeforeEach
    void vcsim() {
        Tools.require("vcsim");
    }

    @Test
    void twoSimulatorsHoldWhatEachWasGiven() {
        List<VsphereVm> vms = List.of(
                VsphereVm.of(1001, "ABQ_a"),
                VsphereVm.of(1002, "it's <b> & \\ \"c\" %2f é😀"),
                VsphereVm.of(1003, "two"),
                VsphereVm.of(1004, "two"),
                new VsphereVm("vm-1005", "unreadable", null, null, "esx1", "store", "null", false));
        List<VsphereVm> others = List.of(VsphereVm.of(1001, "other"));
        try (VcSim one = VcSim.start(VcSim.Options.of(VsphereInventory.vCenter(UUID_1, vms)));
                VcSim other = VcSim.start(VcSim.Options.of(VsphereInventory.vCenter(UUID_2, others)))) {
            assertEquals(vms, one.listVms());
            assertEquals(others, other.listVms());
            assertEquals(UUID_1, instanceUuid(one));
            assertEquals(UUID_2, instanceUuid(other));
        }
    }

    @Test
    void anEsxiHostIsSimulatedToo() {
        List<VsphereVm> vms = List.of(new VsphereVm("1", "a", "b1", "i1", "esx", "store 1", "00:50:56:00:00:01", true));
        try (VcSim host = VcSim.start(VcSim.Options.of(VsphereInventory.esxi(UUID_1, vms)))) {
            assertEquals(vms, host.listVms());
        }
    }

    @Test
    void machinesChangeTheirNamesAndBiosUuids() {
        try (VcSim simulator = VcSim.start(VcSim.Options.vms(200))) {
            List<VsphereVm> before = new ArrayList<>(simulator.listVms());
            before.forEach(vm -> simulator.renameVm(vm.moRef(), "new " + vm.moRef()));
            simulator.setBiosUuid("vm-1", "42000000-0000-0000-0000-000000000001");
            List<VsphereVm> after = simulator.listVms();
            assertEquals(
                    IntStream.rangeClosed(1, 200)
                            .mapToObj(number -> "new vm-" + number)
                            .toList(),
                    after.stream().map(VsphereVm::name).toList());
            assertEquals("42000000-0000-0000-0000-000000000001", after.get(0).biosUuid());
            assertEquals(before.get(0).instanceUuid(), after.get(0).instanceUuid());
            assertThrows(IllegalStateException.class, () -> simulator.renameVm("vm-1", "new vm-2"));
        }
    }

    @Test
    void aWrongPasswordAndAnotherCertificateAreRefused() {
        ServerCertificate certificate = Certificates.valid(Certificates.KeyKind.EC);
        try (VcSim simulator =
                VcSim.start(VcSim.Options.vms(1).login("someone", "very secret").certificate(certificate))) {
            SoapFault fault = assertThrows(
                    SoapFault.class,
                    () -> new VsphereClient(simulator.url(), certificate.clientContext(), "someone", "wrong").close());
            assertEquals("InvalidLogin", fault.type());
            UncheckedIOException refused = assertThrows(
                    UncheckedIOException.class,
                    () -> new VsphereClient(
                                    simulator.url(),
                                    Certificates.valid(Certificates.KeyKind.EC).clientContext(),
                                    "someone",
                                    "very secret")
                            .close());
            assertEquals(SSLHandshakeException.class, refused.getCause().getClass());
            assertEquals(certificate.sha256(), simulator.fingerprint());
            assertFalse(ProcessHandle.current()
                    .children()
                    .anyMatch(process -> process.info().commandLine().orElse("").contains("very secret")));
        }
    }

    private static String instanceUuid(VcSim simulator) {
        try (VsphereClient client = new VsphereClient(
                simulator.url(), simulator.certificate().clientContext(), simulator.user(), simulator.password())) {
            return client.instanceUuid();
        }
    }
}
