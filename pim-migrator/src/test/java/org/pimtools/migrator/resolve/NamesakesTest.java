package org.pimtools.migrator.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

class NamesakesTest {
    private static final String OWN = "00:50:56:00:00:01";
    private static final PlanLine.Machine MACHINE = new PlanLine.Machine(
            7, 1, "VCENTER_CLUSTER", "10.0.0.5", 443, "10.0.0.1", null, null, null, "Esx5.example");

    private static PlanLine.Vm vm(String datastore, String... macs) {
        return new PlanLine.Vm(
                1,
                "u1",
                "twin",
                7,
                "ON",
                true,
                null,
                Stream.ofNullable(datastore).toList(),
                List.of(macs));
    }

    private static Evidence evidence(String host, String place, String... macs) {
        return new Evidence(host, new TreeSet<>(Set.of(place)), new TreeSet<>(Arrays.asList(macs)));
    }

    private static VmResolution resolve(PlanLine.Vm vm, Evidence... evidence) {
        List<InventoryVm> twins = new ArrayList<>();
        Map<ProviderId, Evidence> known = new HashMap<>();
        for (int i = 0; i < evidence.length; i++) {
            ProviderId id = new ProviderId("a#" + (i + 1));
            twins.add(new InventoryVm(id, "twin"));
            if (evidence[i] != null) {
                known.put(id, evidence[i]);
            }
        }
        Map<Integer, EndpointInventory> read = Map.of(1, new EndpointInventory.Read(1, Inventory.of(twins), known, 1));
        return new Resolver(Map.of(7L, MACHINE), read, Map.of(), 255)
                .resolve(List.of(vm), Choices.NONE)
                .get(0);
    }

    private static void assertSettled(String because, VmResolution resolution) {
        assertEquals(new ProviderId("a#1"), resolution.providerId().orElseThrow());
        assertEquals(List.of("twin"), resolution.oldNames());
        assertEquals(
                new Finding(FindingCode.SETTLED, "vm:1", "\"twin\" is one of a#1, a#2; it is a#1, " + because),
                resolution.finding().orElseThrow());
    }

    private static void assertNotGuessed(String because, VmResolution resolution) {
        assertTrue(resolution.providerId().isEmpty());
        assertEquals(
                new Finding(FindingCode.AMBIGUOUS, "vm:1", "\"twin\" is one of a#1, a#2; " + because),
                resolution.finding().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5", "esx5.EXAMPLE"})
    void theHostSettlesByAddressOrName(String host) {
        assertSettled("it alone has its host " + host, resolve(vm(null), evidence(host, "a"), evidence("esx6", "a")));
    }

    @Test
    void theMacAddressSettlesHoweverItIsWritten() {
        assertSettled(
                "it alone has its MAC address " + OWN,
                resolve(
                        vm(null, "0050.5600.0001"),
                        evidence("elsewhere", "a", "00:50:56:00:00:09", "00-50-56-00-00-01"),
                        evidence("elsewhere", "a", "00:50:56:00:00:02")));
    }

    @Test
    void ofAReplicaWithTheSameMacAddressTheHostSettles() {
        assertSettled(
                "it alone has its host 10.0.0.5, datastore ds1",
                resolve(vm("ds1", OWN), evidence("10.0.0.5", "ds1", OWN), evidence("10.0.0.6", "ds2", OWN)));
    }

    @Test
    void theDatastoreAloneSettlesNothing() {
        assertNotGuessed(
                "neither host nor MAC address tells them apart",
                resolve(vm("ds1"), evidence("10.0.0.5", "ds1"), evidence("10.0.0.5", "ds2")));
    }

    @Test
    void whatContradictsItselfIsNotGuessedAbout() {
        assertNotGuessed(
                "the evidence contradicts itself: the MAC address is that of a#1, the host is that of a#2",
                resolve(vm(null, OWN), evidence("10.0.0.6", "a", OWN), evidence("10.0.0.5", "a", "00:50:56:00:00:02")));
        assertNotGuessed(
                "the evidence contradicts itself: the host is that of a#1, the datastore is that of a#2",
                resolve(vm("ds2"), evidence("10.0.0.5", "ds1"), evidence("10.0.0.6", "ds2")));
        assertNotGuessed(
                "none of them has its MAC address " + OWN,
                resolve(vm(null, OWN), evidence("10.0.0.5", "a", "00:50:56:00:00:03"), evidence("10.0.0.6", "a")));
    }

    @Test
    void withoutEvidenceAboutEachNothingIsSettled() {
        assertNotGuessed(
                "the endpoint says no more about them", resolve(vm(null, OWN), evidence("10.0.0.5", "a", OWN), null));
    }

    @Test
    void nothingIsSettledByNothing() {
        assertNotGuessed(
                "neither host nor MAC address tells them apart",
                resolve(vm(null), evidence("", "a"), evidence("", "a")));
    }

    @Test
    void theOperatorMayNameTheOther() {
        VmResolution settled = resolve(vm(null), evidence("10.0.0.5", "a"), evidence("10.0.0.6", "a"));
        assertTrue(settled.resolution() instanceof Resolution.Settled);
        Map<Integer, EndpointInventory> read = Map.of(
                1,
                new EndpointInventory.Read(
                        1,
                        Inventory.of(List.of(
                                new InventoryVm(new ProviderId("a#1"), "twin"),
                                new InventoryVm(new ProviderId("a#2"), "twin"))),
                        Map.of(
                                new ProviderId("a#1"), evidence("10.0.0.5", "a"),
                                new ProviderId("a#2"), evidence("10.0.0.6", "a")),
                        1));
        VmResolution decided = new Resolver(Map.of(7L, MACHINE), read, Map.of(), 255)
                .resolve(List.of(vm(null)), new Choices(Map.of(1L, new ProviderId("a#2")), Set.of()))
                .get(0);
        assertEquals(new ProviderId("a#2"), decided.providerId().orElseThrow());
        assertEquals(FindingCode.AMBIGUOUS, decided.finding().orElseThrow().code());
    }

    @Test
    void onlyNamesakesNeedEvidence() {
        Inventory inventory = Inventory.of(List.of(
                new InventoryVm(new ProviderId("a#1"), "twin"),
                new InventoryVm(new ProviderId("a#2"), "twin"),
                new InventoryVm(new ProviderId("a#3"), "web"),
                new InventoryVm(new ProviderId("a#4"), "nobody's"),
                new InventoryVm(new ProviderId("a#5"), "nobody's")));
        assertEquals(
                Set.of(new ProviderId("a#1"), new ProviderId("a#2")),
                Resolver.namesakes(inventory, List.of(vm(null), new PlanLine.Vm(2, "u2", "web", 7, "ON", true, null))));
        assertEquals(
                Set.of(),
                Resolver.namesakes(inventory, List.of(new PlanLine.Vm(1, "u1", "twin", 7, "ON", true, "a#1"))));
    }
}
