package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.PATIENT;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.VmResolution;
import org.pimtools.migrator.resolve.Choices;
import org.pimtools.migrator.resolve.Resolver;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** A VM is looked for in its own endpoint, whatever else is at the same address. */
@Tag("slow")
class AccountsTest {
    private static final String UUID_A = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final String UUID_B = "aaaaaaaa-3059-47e2-a99b-72834909d3eb";

    @Test
    void twoAccountsAtOneAddressFindTheirOwnVms() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(1, "web")))))) {
            server.addAccount("b", "pass-b", VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(2, "web"))));
            List<InventoryReader.Target> targets = List.of(
                    target(vCenter(1, server.port(), server.fingerprint()), server.user(), server.password()),
                    target(vCenter(2, server.port(), server.fingerprint()), "b", "pass-b"));
            assertEquals(List.of(UUID_A + "#vm-1", UUID_A + "#vm-2"), webOfEach(targets));
        }
    }

    @Test
    void aWrongPasswordOfOneAccountIsTriedOnceAndTheOtherIsRead() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(1, "web")))))) {
            server.addAccount("b", "pass-b", VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(2, "web"))));
            List<EndpointInventory> read = Endpoints.readAll(
                    PATIENT,
                    List.of(
                            target(vCenter(1, server.port(), server.fingerprint()), server.user(), "wrong"),
                            target(vCenter(2, server.port(), server.fingerprint()), "b", "pass-b"),
                            target(vCenter(3, server.port(), server.fingerprint()), server.user(), "wrong")));
            assertFailed(FindingCode.LOGIN_REFUSED, "", read.get(0));
            assertRead(1, read.get(1));
            assertFailed(FindingCode.LOGIN_REFUSED, "", read.get(2));
            assertTrue(
                    read.stream().anyMatch(one -> one.toString().contains("refused the same account before")),
                    read::toString);
            assertEquals(2, server.log().count("Login"), "one of each account");
        }
    }

    @Test
    void twoVcentersBehindOneAddressWithDifferentPortsAreTwo() throws Exception {
        try (VcSim one =
                        VcSim.start(VcSim.Options.of(VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(11, "web"))))
                                .login("same", "pass-a"));
                VcSim other =
                        VcSim.start(VcSim.Options.of(VsphereInventory.vCenter(UUID_B, List.of(VsphereVm.of(11, "web"))))
                                .login("same", "pass-b"))) {
            List<String> ids = webOfEach(List.of(
                    target(vCenter(1, one.port(), one.fingerprint()), "same", "pass-a"),
                    target(vCenter(2, other.port(), other.fingerprint()), "same", "pass-b")));
            assertTrue(ids.get(0).startsWith(one.serverUuid() + "#"), ids::toString);
            assertTrue(ids.get(1).startsWith(other.serverUuid() + "#"), ids::toString);
            List<EndpointInventory> refused = Endpoints.readAll(
                    PATIENT,
                    List.of(
                            target(vCenter(1, one.port(), one.fingerprint()), "same", "wrong"),
                            target(vCenter(2, other.port(), other.fingerprint()), "same", "pass-b")));
            assertFailed(FindingCode.LOGIN_REFUSED, "", refused.get(0));
            assertRead(1, refused.get(1));
        }
    }

    /** The provider ID of the VM called web of each endpoint; both have the same name, and only their machines differ. */
    private static List<String> webOfEach(List<InventoryReader.Target> targets) throws Exception {
        Map<Integer, EndpointInventory> inventories = new HashMap<>();
        Endpoints.readAll(PATIENT, targets).forEach(read -> inventories.put(read.endpointNo(), read));
        Map<Long, PlanLine.Machine> machines = new HashMap<>();
        targets.forEach(target -> machines.put(
                (long) target.endpoint().no(),
                new PlanLine.Machine(
                        target.endpoint().no(),
                        target.endpoint().no(),
                        "VCENTER_CLUSTER",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
        List<PlanLine.Vm> vms = targets.stream()
                .map(target -> new PlanLine.Vm(
                        target.endpoint().no(),
                        new UUID(4, target.endpoint().no()).toString(),
                        "web",
                        target.endpoint().no(),
                        "ON",
                        true,
                        null))
                .toList();
        return new Resolver(machines, inventories, Map.of(), 255)
                .resolve(vms, Choices.NONE).stream()
                        .map(VmResolution::providerId)
                        .map(id -> id.orElseThrow().value())
                        .toList();
    }
}
