package org.pimtools.migrator.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

class ResolverTest {
    private static final Map<Long, PlanLine.Machine> MACHINES =
            Map.of(7L, machine(7, 1), 8L, machine(8, 2), 9L, machine(9, 0), 10L, machine(10, 3));
    private static final Map<Integer, EndpointInventory> INVENTORIES = Map.of(
            1,
            read(1, "a#1=web", "a#2=ABQ_u2", "a#3=twin", "a#4=twin", "a#5=web ", "a#6=ABQ_u9", "a#77777777777=long"),
            2,
            read(2, "b#1=web"),
            3,
            new EndpointInventory.Failed(3, new Finding(FindingCode.UNREACHABLE, "endpoint:3", "refused"), 1));

    @Test
    void aNameIsFoundOnItsOwnEndpointOnly() {
        assertEquals(
                List.of(resolved("a#1", "web"), resolved("b#1", "web")),
                resolve(vm(1, "u1", "web", 7, true, null), vm(2, "u2x", "web", 8, true, null)));
    }

    @Test
    void namesAreComparedExactly() {
        assertEquals(
                List.of(resolved("a#5", "web "), similar("a#1=web", "a#5=web "), similar("a#1=web", "a#5=web ")),
                resolve(
                        vm(1, "u1", "web ", 7, true, null),
                        vm(2, "x", "Web", 7, true, null),
                        vm(3, "y", "web  ", 7, true, null)));
    }

    @Test
    void theNameThatThePlatformGaveCountsUnlessTheVmWasCaptured() {
        assertEquals(
                List.of(resolved("a#2", "ABQ_u2"), new Resolution.NotFound()),
                resolve(vm(1, "u2", "friendly", 7, false, null), vm(2, "u9", "friendly", 7, true, null)));
    }

    @Test
    void theMonitorKnowsAVmByTheNameThatTheInventoryHas() {
        List<VmResolution> resolutions = new Resolver(MACHINES, INVENTORIES, Map.of(), 12)
                .resolve(
                        List.of(
                                vm(1, "u2", "friendly", 7, false, null),
                                vm(2, "u9", "renamed since", 7, false, "a#3"),
                                vm(3, "u3", "web", 8, false, "b#1")),
                        Choices.NONE);
        assertEquals(
                List.of(List.of("ABQ_u2"), List.of("renamed since", "ABQ_u9"), List.of("web")),
                resolutions.stream().map(VmResolution::oldNames).toList());
    }

    @Test
    void severalCandidatesStayAmbiguous() {
        assertEquals(
                List.of(ambiguous("the endpoint says no more about them", "a#3", "a#4")),
                resolve(vm(1, "u1", "twin", 7, true, null)));
    }

    @Test
    void aProviderIdThatTwoClaimGoesToNeither() {
        assertEquals(
                List.of(conflict("a#1", 2L, 3L), conflict("a#1", 1L, 3L), conflict("a#1", 1L, 2L)),
                resolve(
                        vm(1, "u1", "web", 7, true, null),
                        vm(2, "x", "web", 7, true, null),
                        vm(3, "y", "renamed since", 7, true, "a#1")));
    }

    @Test
    void aConflictShowsWhatIsKnownOfBothSides() {
        Inventory inventory = Inventory.of(List.of(new InventoryVm(new ProviderId("a#1"), "web")));
        List<PlanLine.Vm> vms = List.of(
                new PlanLine.Vm(1, "u1", "web", 7, "ON", true, null, List.of("gold"), List.of("00:50:56:00:00:01")),
                new PlanLine.Vm(2, "u2", "web", 7, "ON", true, null, List.of("silver"), List.of()),
                vm(3, "u3", "lonely", 7, true, null));
        Set<ProviderId> asked = Resolver.namesakes(inventory, vms);
        assertEquals(Set.of(new ProviderId("a#1")), asked, "what two VMs would be is asked about");
        Evidence evidence =
                new Evidence("esx1", new TreeSet<>(List.of("gold")), new TreeSet<>(List.of("005056000001")));
        EndpointInventory read = new EndpointInventory.Read(1, inventory, Map.of(new ProviderId("a#1"), evidence), 1);
        Resolution first = new Resolver(MACHINES, Map.of(1, read), Map.of(), 12)
                .resolve(vms, Choices.NONE)
                .get(0)
                .resolution();
        assertEquals(
                "\"web\" is a#1, and so is vm:2; the provider's: host esx1, on gold, MAC 00:50:56:00:00:01;"
                        + " vm:1 in the database: host 10.0.0.1, on gold, MAC 00:50:56:00:00:01;"
                        + " vm:2 in the database: host 10.0.0.1, on silver",
                first.finding(vms.get(0)).orElseThrow().detail());
        assertEquals(List.of(new Candidate(new ProviderId("a#1"), Optional.of(evidence))), first.candidates());
    }

    @Test
    void aMigratedVmIsConfirmedByItsProviderId() {
        assertEquals(
                List.of(
                        new Resolution.AlreadyMigrated(new ProviderId("a#3"), "twin"),
                        new Resolution.Blocked(
                                FindingCode.DIFFERENT_PROVIDER_ID, "the database holds a#9, which is not listed"),
                        new Resolution.Blocked(FindingCode.DIFFERENT_PROVIDER_ID, "the database holds something else")),
                resolve(
                        vm(1, "u1", "web", 7, true, "a#3"),
                        vm(2, "x", "web", 7, true, "a#9"),
                        vm(3, "y", "web", 7, true, " ")));
    }

    @Test
    void whatCannotBeAskedIsBlocked() {
        assertEquals(
                List.of(
                        new Resolution.Blocked(FindingCode.BLOCKED, "machine:9 has no endpoint to ask"),
                        new Resolution.Blocked(FindingCode.BLOCKED, "endpoint:3 could not be read"),
                        new Resolution.Blocked(FindingCode.BLOCKED, "machine:11 has no endpoint to ask")),
                resolve(
                        vm(1, "u1", "web", 9, true, null),
                        vm(2, "x", "web", 10, true, null),
                        vm(3, "y", "web", 11, true, null)));
    }

    @Test
    void aProviderIdMustFitItsColumn() {
        assertEquals(
                List.of(new Resolution.Blocked(
                        FindingCode.DOES_NOT_FIT, "it has 13 characters, and the column holds 12")),
                resolve(vm(1, "u1", "long", 7, true, null)));
    }

    @Test
    void whatIsEasilyMistakenIsShownAndNotTaken() {
        Map<Integer, EndpointInventory> inventories =
                Map.of(1, read(1, "a#1=Café-1", "a#2=cafe\u200b-1 ", "a#3=cafe-2", "a#4="), 2, read(2, "b#1=cafe-1"));
        VmResolution resolution = new Resolver(MACHINES, inventories, Map.of(), 12)
                .resolve(List.of(vm(1, "u1", "cafe-1", 7, true, null)), Choices.NONE)
                .get(0);
        assertEquals(Optional.empty(), resolution.providerId());
        assertEquals(
                "nothing there is called \"cafe-1\"; easily mistaken: \"Café-1\" (a#1), \"cafe\u200b-1 \" (a#2)",
                resolution.finding().orElseThrow().detail());
    }

    @Test
    void everyObstacleIsAFindingAboutItsVm() {
        List<VmResolution> resolutions = new Resolver(MACHINES, INVENTORIES, Map.of(), 12)
                .resolve(
                        List.of(
                                vm(1, "u1", "nobody", 7, false, null),
                                vm(2, "u2x", "twin", 7, true, null),
                                vm(3, "u3", "web", 8, true, null)),
                        Choices.NONE);
        assertEquals(
                List.of(
                        new Finding(FindingCode.NOT_FOUND, "vm:1", "nothing there is called \"nobody\" or \"ABQ_u1\""),
                        new Finding(
                                FindingCode.AMBIGUOUS,
                                "vm:2",
                                "\"twin\" is one of a#3, a#4; the endpoint says no more about them")),
                resolutions.stream().flatMap(vm -> vm.finding().stream()).toList());
    }

    @Test
    void whatIsNotFoundOrAmbiguousIsWhatTheOperatorSays() {
        assertEquals(
                List.of(
                        assigned("a#6", "ABQ_u9", new Resolution.NotFound()),
                        assigned("a#4", "twin", ambiguous("the endpoint says no more about them", "a#3", "a#4"))),
                decided(
                        Map.of(1L, "a#6", 2L, "a#4"),
                        Set.of(),
                        vm(1, "u1", "nobody", 7, true, null),
                        vm(2, "u2x", "twin", 7, true, null)));
    }

    @Test
    void aDecidedProviderIdMustBeInTheInventory() {
        assertEquals(
                List.of(new Resolution.Refused("a#9 is not in the inventory of endpoint:1", new Resolution.NotFound())),
                decided(Map.of(1L, "a#9"), Set.of(), vm(1, "u1", "nobody", 7, true, null)));
    }

    @Test
    void withoutAnInventoryADecidedProviderIdMustLookLikeOne() {
        String uuid = "9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958";
        List<VmResolution> resolutions = new Resolver(MACHINES, INVENTORIES, Map.of(), 40)
                .resolve(
                        List.of(
                                vm(1, "u1", "one", 10, true, null),
                                vm(2, "u2", "two", 10, true, null),
                                vm(3, "u3", "three", 9, true, null)),
                        new Choices(
                                Map.of(
                                        1L,
                                        new ProviderId(uuid),
                                        2L,
                                        new ProviderId(uuid + "#vm-3"),
                                        3L,
                                        new ProviderId("x")),
                                Set.of()));
        assertEquals(
                List.of(Optional.of(new ProviderId(uuid)), Optional.empty(), Optional.empty()),
                resolutions.stream().map(VmResolution::providerId).toList());
        assertEquals(List.of("one"), resolutions.get(0).oldNames());
        assertEquals(
                new Finding(
                        FindingCode.DECISION_REFUSED,
                        "vm:2",
                        "it cannot be " + uuid + "#vm-3: a provider ID of KVM looks like " + uuid),
                resolutions.get(1).finding().orElseThrow());
        assertEquals(
                FindingCode.DECISION_REFUSED,
                resolutions.get(2).finding().orElseThrow().code());
    }

    @Test
    void inAConflictTheOneThatTheOperatorNamesKeepsTheProviderId() {
        PlanLine.Vm one = vm(1, "u1", "web", 7, true, null);
        PlanLine.Vm two = vm(2, "x", "web", 7, true, null);
        assertEquals(
                List.of(assigned("a#1", "web", conflict("a#1", 2L)), conflict("a#1", 1L)),
                decided(Map.of(1L, "a#1"), Set.of(), one, two));
        assertEquals(List.of(resolved("a#1", "web"), conflict("a#1", 1L)), decided(Map.of(), Set.of(2L), one, two));
        assertEquals(
                List.of(resolved("a#1", "web"), assigned("a#3", "twin", conflict("a#1", 1L))),
                decided(Map.of(2L, "a#3"), Set.of(), one, two));
        assertEquals(
                List.of(conflict("a#1", 2L), conflict("a#1", 1L)),
                decided(Map.of(1L, "a#1", 2L, "a#1"), Set.of(), one, two));
    }

    @Test
    void aDecidedProviderIdThatAnotherVmHasGoesToNeither() {
        assertEquals(
                List.of(conflict("a#1", 2L), conflict("a#1", 1L)),
                decided(
                        Map.of(1L, "a#1"),
                        Set.of(),
                        vm(1, "u1", "nobody", 7, true, null),
                        vm(2, "x", "web", 7, true, null)));
        assertEquals(
                List.of(conflict("a#6", 2L), conflict("a#6", 1L)),
                decided(
                        Map.of(1L, "a#6", 2L, "a#6"),
                        Set.of(),
                        vm(1, "u1", "nobody", 7, true, null),
                        vm(2, "x", "none", 7, true, null)));
    }

    @Test
    void aDecisionAgainstWhatTheInventorySaysIsNotGuessedAbout() {
        assertEquals(
                List.of(
                        resolved("a#1", "web"),
                        new Resolution.Refused(
                                "it was decided to be a#3, but the inventory says that it is a#5",
                                resolved("a#5", "web "))),
                decided(
                        Map.of(1L, "a#1", 2L, "a#3"),
                        Set.of(),
                        vm(1, "u1", "web", 7, true, null),
                        vm(2, "x", "web ", 7, true, null)));
    }

    @Test
    void whatAnEarlierRunMigratedIsKnownByItsProviderIdAndNeverGuessed() {
        Map<Long, ProviderId> before = new HashMap<>();
        Map.of(1L, "a#1", 2L, "a#4", 3L, "a#3", 4L, "a#5", 5L, "a#gone", 6L, "a#gone", 7L, "a#1", 8L, "c#1")
                .forEach((vm, id) -> before.put(vm, new ProviderId(id)));
        List<Resolution> resolutions = new Resolver(MACHINES, INVENTORIES, before, 12)
                        .resolve(
                                List.of(
                                        vm(1, "u1", "web", 7, true, null),
                                        vm(2, "x2", "renamed", 7, true, null),
                                        vm(3, "x3", "twin", 7, true, null),
                                        vm(4, "u2", "ABQ_u2", 7, false, null),
                                        vm(5, "u9", "ABQ_u9", 7, false, null),
                                        vm(6, "x6", "vanished", 7, true, null),
                                        vm(7, "x7", "b", 7, true, "a#5"),
                                        vm(8, "x8", "c", 10, true, null)),
                                Choices.NONE)
                        .stream()
                        .map(VmResolution::resolution)
                        .toList();
        assertEquals(
                List.of(
                        resolved("a#1", "web"),
                        new Resolution.AlreadyMigrated(new ProviderId("a#4"), "twin"),
                        new Resolution.AlreadyMigrated(new ProviderId("a#3"), "twin"),
                        ambiguous("an earlier run migrated it to a#5, and a#2 has its name", "a#5", "a#2"),
                        different(
                                "an earlier run migrated the VM to a#gone, which is not listed any more; a#6 has its name"),
                        different("an earlier run migrated the VM to a#gone, which is not listed any more"),
                        different("the database holds a#5, and an earlier run migrated the VM to a#1"),
                        new Resolution.Unconfirmed(
                                new ProviderId("c#1"),
                                "endpoint:3 could not be read; an earlier run migrated the VM to c#1")),
                resolutions);
    }

    private static Resolution different(String detail) {
        return new Resolution.Blocked(FindingCode.DIFFERENT_PROVIDER_ID, detail);
    }

    private static List<Resolution> resolve(PlanLine.Vm... vms) {
        return decided(Map.of(), Set.of(), vms);
    }

    private static List<Resolution> decided(Map<Long, String> assigned, Set<Long> excluded, PlanLine.Vm... vms) {
        Map<Long, ProviderId> ids = new HashMap<>();
        assigned.forEach((vm, id) -> ids.put(vm, new ProviderId(id)));
        return new Resolver(MACHINES, INVENTORIES, Map.of(), 12)
                .resolve(List.of(vms), new Choices(ids, excluded)).stream()
                        .map(VmResolution::resolution)
                        .toList();
    }

    private static Resolution assigned(String id, String name, Resolution before) {
        return new Resolution.Assigned(new ProviderId(id), name, before);
    }

    private static Resolution conflict(String id, Long... others) {
        return new Resolution.Conflict(
                new Candidate(new ProviderId(id), Optional.empty()),
                "host 10.0.0.1",
                Arrays.stream(others)
                        .map(other -> new Resolution.Claimant(other, "host 10.0.0.1"))
                        .toList());
    }

    private static Resolution ambiguous(String because, String... ids) {
        return new Resolution.Ambiguous(
                Arrays.stream(ids)
                        .map(id -> new Candidate(new ProviderId(id), Optional.empty()))
                        .toList(),
                because);
    }

    private static Resolution similar(String... vms) {
        return new Resolution.NotFound(Arrays.stream(vms)
                .map(vm -> vm.split("=", 2))
                .map(vm -> new InventoryVm(new ProviderId(vm[0]), vm[1]))
                .toList());
    }

    private static Resolution resolved(String id, String name) {
        return new Resolution.Resolved(new ProviderId(id), name);
    }

    private static PlanLine.Vm vm(
            long id, String uuid, String name, long machine, boolean captured, String providerId) {
        return new PlanLine.Vm(id, uuid, name, machine, "ON", captured, providerId);
    }

    private static PlanLine.Machine machine(long id, int endpoint) {
        return new PlanLine.Machine(id, endpoint, "KVM", "10.0.0.1", 1, null, null, null, null);
    }

    private static EndpointInventory read(int no, String... vms) {
        return new EndpointInventory.Read(
                no,
                Inventory.of(Arrays.stream(vms)
                        .map(vm -> vm.split("=", 2))
                        .map(vm -> new InventoryVm(new ProviderId(vm[0]), vm[1]))
                        .toList()),
                1);
    }
}
