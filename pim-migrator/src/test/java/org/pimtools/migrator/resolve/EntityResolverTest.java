package org.pimtools.migrator.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;

class EntityResolverTest {
    private static final ProviderId VM = new ProviderId("i-00000000000000001");
    private static final ProviderId OTHER_VM = new ProviderId("i-00000000000000002");
    private static final String A = "sg-0000000000000000a";
    private static final String B = "sg-0000000000000000b";

    @Test
    void exactlyOneOfTheNameIsIt() {
        EntityInventory groups = read(Map.of(A, "web", B, "Web"), Map.of());
        assertEquals(
                List.of("RESOLVED " + A, "NOT_FOUND -", "NOT_FOUND -"),
                said(resolve(groups, firewall(1, "web", null), firewall(2, "WEB", null), firewall(3, " ", null))));
    }

    @Test
    void ofTwoOfOneNameItIsTheOneToWhichItsVmsBelong() {
        EntityInventory groups = read(Map.of(A, "web", B, "web"), Map.of(A, members(OTHER_VM), B, members(VM)));
        List<EntityResolution> settled = resolve(groups, firewall(1, "web", null, 1L, 99L));
        assertEquals(List.of("RESOLVED " + B), said(settled));
        Finding finding = settled.get(0).finding().orElseThrow();
        assertEquals(FindingCode.SETTLED, finding.code());
        assertEquals("firewall:1", finding.entity());
        assertTrue(finding.detail().contains("a VM of its own belongs, " + VM), finding.detail());
    }

    @Test
    void whatItsVmsDoNotTellApartStaysAmbiguous() {
        Map<String, String> two = Map.of(A, "web", B, "web");
        for (EntityInventory groups : List.of(
                read(two, Map.of()),
                read(two, Map.of(A, members(VM))),
                read(two, Map.of(A, members(), B, members())),
                read(two, Map.of(A, members(OTHER_VM), B, members(OTHER_VM))),
                read(two, Map.of(A, members(VM), B, members(VM, OTHER_VM))))) {
            assertEquals(
                    List.of("AMBIGUOUS -"), said(resolve(groups, firewall(1, "web", null, 1L))), groups.toString());
        }
        EntityInventory clear = read(two, Map.of(A, members(VM), B, members()));
        assertEquals(List.of("AMBIGUOUS -"), said(resolve(clear, firewall(1, "web", null))), "no VM belongs to it");
        assertEquals(
                List.of("AMBIGUOUS -"),
                said(resolve(clear, firewall(1, "web", null, 7L))),
                "its VM has no provider ID");
    }

    @Test
    void aProviderIdThatTwoClaimGoesToNeitherUntilItIsDecided() {
        EntityInventory groups = read(Map.of(A, "web", B, "spare"), Map.of(A, members(VM)));
        PlanLine.Entity one = firewall(1, "web", null);
        PlanLine.Entity other = firewall(2, "web", null);
        List<EntityResolution> claimed = resolve(groups, one, other);
        assertEquals(List.of("CONFLICT -", "CONFLICT -"), said(claimed));
        assertTrue(claimed.get(0)
                .finding()
                .orElseThrow()
                .detail()
                .endsWith("and so is firewall:2; the provider's: VPC vpc-1, 1 member VM: " + VM));
        assertEquals(
                List.of("RESOLVED " + A, "RESOLVED " + B),
                said(resolver(groups)
                        .resolve(List.of(one, other), new Choices(Map.of(2L, new ProviderId(B)), Set.of()), 255)));
        assertEquals(
                List.of("RESOLVED " + A, "CONFLICT -"),
                said(resolver(groups).resolve(List.of(one, other), new Choices(Map.of(), Set.of(2L)), 255)));
    }

    @Test
    void twoEndpointsMayHaveBalancersOfOneName() {
        EntityInventory balancers = read(Map.of("shop", "shop"), Map.of());
        PlanLine.Entity one = new PlanLine.Entity(EntityKind.LOAD_BALANCER, 1, "shop", 1, 5, null, List.of());
        PlanLine.Entity other = new PlanLine.Entity(EntityKind.LOAD_BALANCER, 2, "shop", 2, 6, null, List.of());
        Map<Integer, EndpointInventory> inventories = new HashMap<>();
        for (int no : new int[] {1, 2}) {
            inventories.put(no, endpoint(no, Map.of(EntityKind.LOAD_BALANCER, balancers)));
        }
        EntityResolver resolver = new EntityResolver(Map.of(), inventories, Map.of(), entity -> Optional.empty());
        assertEquals(
                List.of("RESOLVED shop", "RESOLVED shop"),
                said(resolver.resolve(List.of(one, other), Choices.NONE, 255)),
                "a classic balancer's ID is its name, which each region has for itself");
    }

    @Test
    void whatIsNotReadIsUnknownAndWhatIsNotThereIsNothing() {
        Finding why = new Finding(FindingCode.ENTITIES_NOT_READ, "endpoint:1", "its firewalls: AccessDenied");
        List<EntityResolution> unread = resolve(new EntityInventory.NotRead(why), firewall(1, "web", null));
        assertEquals(List.of("BLOCKED -"), said(unread));
        assertEquals(FindingCode.BLOCKED, unread.get(0).finding().orElseThrow().code());

        List<EntityResolution> none =
                resolve(new EntityInventory.NoneThere("a KVM host has no firewalls"), firewall(1, "web", null));
        assertEquals(List.of("NOT_FOUND -"), said(none));
        assertEquals(
                FindingCode.NONE_AT_PROVIDER,
                none.get(0).finding().orElseThrow().code());
    }

    @Test
    void whatTheDatabaseHoldsMustBeListed() {
        EntityInventory groups = read(Map.of(A, "web"), Map.of());
        assertEquals(
                List.of("ALREADY_MIGRATED " + A, "BLOCKED -"),
                said(resolve(groups, firewall(1, "renamed", A), firewall(2, "web", B))));
    }

    @Test
    void aDecisionIsTakenWhenItCanBeTrue() {
        Finding why = new Finding(FindingCode.ENTITIES_NOT_READ, "endpoint:1", "unread");
        EntityInventory unread = new EntityInventory.NotRead(why);
        EntityInventory groups = read(Map.of(A, "web"), Map.of());
        PlanLine.Entity lost = firewall(1, "lost", null);
        assertEquals(List.of("RESOLVED " + A), said(decided(groups, lost, A)));
        assertEquals(List.of("NOT_FOUND -"), said(decided(groups, lost, B)), "it is not listed");
        assertEquals(List.of("RESOLVED " + B), said(decided(unread, lost, B)));
        List<EntityResolution> refused = decided(unread, lost, "i-00ab90b5e33820836");
        assertTrue(refused.get(0).resolution() instanceof Resolution.Refused);
        assertTrue(
                refused.get(0).finding().orElseThrow().detail().contains("firewalls of AMAZON looks like sg-"),
                refused.toString());
    }

    @Test
    void whatIsLongerThanTheColumnIsBlocked() {
        EntityInventory groups = read(Map.of(A, "web"), Map.of());
        assertEquals(
                FindingCode.DOES_NOT_FIT,
                resolver(groups)
                        .resolve(List.of(firewall(1, "web", null)), Choices.NONE, A.length() - 1)
                        .get(0)
                        .finding()
                        .orElseThrow()
                        .code());
    }

    private static List<EntityResolution> decided(EntityInventory inventory, PlanLine.Entity entity, String id) {
        return resolver(inventory)
                .resolve(List.of(entity), new Choices(Map.of(entity.id(), new ProviderId(id)), Set.of()), 255);
    }

    private static List<EntityResolution> resolve(EntityInventory inventory, PlanLine.Entity... entities) {
        return resolver(inventory).resolve(List.of(entities), Choices.NONE, 255);
    }

    private static EntityResolver resolver(EntityInventory inventory) {
        PlanLine.Endpoint amazon =
                new PlanLine.Endpoint(1, ProviderKind.AMAZON, "10.0.0.1", 443, null, new TreeMap<>());
        return new EntityResolver(
                Map.of(1, amazon),
                Map.of(1, endpoint(1, Map.of(EntityKind.FIREWALL, inventory))),
                Map.of(1L, VM, 2L, OTHER_VM),
                entity -> Optional.empty());
    }

    private static EndpointInventory endpoint(int no, Map<EntityKind, EntityInventory> others) {
        return new EndpointInventory.Read(no, Inventory.of(List.of()), Map.of(), others, 3);
    }

    private static EntityInventory read(Map<String, String> namesById, Map<String, Evidence> evidence) {
        Map<ProviderId, Evidence> known = new HashMap<>();
        evidence.forEach((id, own) -> known.put(new ProviderId(id), own));
        return new EntityInventory.Read(
                Inventory.of(namesById.entrySet().stream()
                        .map(entry -> new InventoryVm(new ProviderId(entry.getKey()), entry.getValue()))
                        .toList()),
                known);
    }

    private static Evidence members(ProviderId... vms) {
        return Evidence.ofMembers("VPC vpc-1", new TreeSet<>(List.of(vms)));
    }

    private static PlanLine.Entity firewall(long id, String name, String providerId, Long... vms) {
        return new PlanLine.Entity(EntityKind.FIREWALL, id, name, 1, 5, providerId, List.of(vms));
    }

    private static List<String> said(List<EntityResolution> resolutions) {
        return resolutions.stream()
                .map(each -> each.resolution().outcome() + " "
                        + each.providerId().map(ProviderId::value).orElse("-"))
                .toList();
    }
}
