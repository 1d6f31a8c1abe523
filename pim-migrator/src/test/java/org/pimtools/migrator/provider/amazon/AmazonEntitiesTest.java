package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Call;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Error;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;

@Tag("slow")
class AmazonEntitiesTest {
    private static final String IRELAND = "eu-west-1";

    @Test
    void aGroupIsKnownByItsNameAndByItsTag() throws Exception {
        Ec2Account account = account(
                List.of(
                        Ec2Group.of(1, "web"),
                        Ec2Group.of(2, "sg of it's <b> & \"c\" é😀").tags(Map.of("Name", "database")),
                        Ec2Group.of(3, "same").tags(Map.of("Name", "same")),
                        Ec2Group.of(4, "other").tags(Map.of("name", "not this one"))),
                List.of());
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            assertEquals(
                    List.of(
                            group(1, "web"),
                            group(2, "database"),
                            group(2, "sg of it's <b> & \"c\" é😀"),
                            group(3, "same"),
                            group(4, "other")),
                    reading.list(EntityKind.FIREWALL));
            assertEquals(
                    Set.of(new Ec2Call("POST", "/", "DescribeSecurityGroups", IRELAND, account.accessKey())),
                    Set.copyOf(server.calls()));
        }
    }

    @Test
    void aBalancerIsKnownByItsNameAndHasAnArnUnlessItIsClassic() throws Exception {
        Ec2Account account =
                account(List.of(), List.of(ElbBalancer.application(7, "shop"), ElbBalancer.classic("old-shop")));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            assertEquals(
                    List.of(
                            new InventoryVm(new ProviderId("old-shop"), "old-shop"),
                            new InventoryVm(new ProviderId(ElbBalancer.arn(IRELAND, 7, "shop")), "shop")),
                    reading.list(EntityKind.LOAD_BALANCER));
        }
    }

    @Test
    void evidenceAreTheInstancesThatBelongToThem() throws Exception {
        List<Ec2Instance> instances = new ArrayList<>();
        List<Ec2Group> groups = new ArrayList<>();
        Map<ProviderId, Evidence> expected = new HashMap<>();
        for (int number = 1; number <= 450; number++) {
            groups.add(Ec2Group.of(number, "twin"));
            instances.add(Ec2Instance.of(number, "vm " + number).groups(Ec2Group.id(number)));
            expected.put(new ProviderId(Ec2Group.id(number)), members(Ec2Instance.id(number)));
        }
        groups.add(Ec2Group.of(500, "twin"));
        expected.put(new ProviderId(Ec2Group.id(500)), members());
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, instances))
                .with(
                        IRELAND,
                        groups,
                        List.of(
                                ElbBalancer.classic("twin", Ec2Instance.id(1), Ec2Instance.id(2)),
                                ElbBalancer.application(3, "twin", Ec2Instance.id(3))));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            List<ProviderId> asked = new ArrayList<>(expected.keySet());
            asked.add(new ProviderId(Ec2Group.id(9999)));
            Collections.shuffle(asked);
            assertEquals(
                    expected, reading.entities(EntityKind.FIREWALL).evidence(asked), "one that is gone is left out");
            assertEquals(6, reading.calls());
            ProviderId arn = new ProviderId(ElbBalancer.arn(IRELAND, 3, "twin"));
            assertEquals(
                    Map.of(
                            new ProviderId("twin"),
                            members(Ec2Instance.id(1), Ec2Instance.id(2)),
                            arn,
                            members(Ec2Instance.id(3))),
                    reading.entities(EntityKind.LOAD_BALANCER)
                            .evidence(List.of(arn, new ProviderId("twin"), new ProviderId("gone"))));
        }
    }

    @Test
    void twentyThousandOfEachTakeTheirPages() throws Exception {
        Ec2Account account = account(
                IntStream.rangeClosed(1, 20_000)
                        .mapToObj(number -> Ec2Group.of(number, "group " + number))
                        .toList(),
                IntStream.rangeClosed(1, 20_000)
                        .mapToObj(number -> number % 2 == 0
                                ? ElbBalancer.classic("lb-" + number)
                                : ElbBalancer.application(number, "lb-" + number))
                        .toList());
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            assertEquals(20_000, reading.list(EntityKind.FIREWALL).size());
            // a last page that is full is asked for twice
            assertEquals(21, reading.calls());
            assertEquals(
                    IntStream.rangeClosed(1, 20_000)
                            .mapToObj(number -> "lb-" + number)
                            .collect(Collectors.toSet()),
                    reading.list(EntityKind.LOAD_BALANCER).stream()
                            .map(InventoryVm::name)
                            .collect(Collectors.toSet()));
            assertEquals(21 + 26 + 26, reading.calls());
        }
    }

    @Test
    void aFaultOfOneKindIsRetriedOrConcernsThatKindOnly() throws Exception {
        Ec2Account account = account(List.of(Ec2Group.of(1, "web")), List.of(ElbBalancer.classic("shop")));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            for (PageFault passing : List.of(new PageFault.Cuts(), new PageFault.IsSlow(Duration.ofMillis(300)))) {
                assertOutlasted(server, account, passing, passing);
            }
            for (Ec2Error passing : List.of(Ec2Error.requestLimitExceeded(), Ec2Error.internalError())) {
                assertOutlasted(server, account, passing.refuses(), passing.refusesBalancers());
            }
            Map<PageFault, String> lasting = Map.of(
                    Ec2Error.accessDenied().refusesBalancers(),
                    "AccessDenied: allow elasticloadbalancing:DescribeLoadBalancers,",
                    new PageFault.Garbles(),
                    "the answer is not what Elastic Load Balancing says",
                    new PageFault.Floods(1L << 30),
                    "an answer of more than",
                    new PageFault.Redirects(server.url().resolve("elsewhere")),
                    "307");
            for (Map.Entry<PageFault, String> fault : lasting.entrySet()) {
                server.inject(IRELAND, "DescribeLoadBalancers", 1, PageFaults.ALWAYS, fault.getKey());
                EndpointInventory.Read read = read(server, account, Map.of());
                assertEquals(1, read.inventory().size());
                assertEquals(1, size(read, EntityKind.FIREWALL));
                Finding finding = notRead(read, EntityKind.LOAD_BALANCER);
                assertEquals(FindingCode.ENTITIES_NOT_READ, finding.code());
                assertTrue(finding.detail().contains(fault.getValue()), finding.detail());
                assertFalse(finding.detail().contains(account.secretKey()));
                server.heal();
            }
        }
    }

    @Test
    void aPageThatComesAgainIsAskedForAgainAndSoIsAFullOneThatLostItsToken() throws Exception {
        Ec2Account account = account(
                IntStream.rangeClosed(1, 2_100)
                        .mapToObj(number -> Ec2Group.of(number, "group " + number))
                        .toList(),
                List.of());
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            for (PageFault passing : List.of(new PageFault.Repeats(), new PageFault.LosesNext())) {
                server.inject(IRELAND, "DescribeSecurityGroups", 2, 1, passing);
                assertEquals(2_100, size(read(server, account, Map.of()), EntityKind.FIREWALL), passing.toString());
            }
            server.inject(IRELAND, "DescribeSecurityGroups", 2, PageFaults.ALWAYS, new PageFault.Repeats());
            assertTrue(notRead(read(server, account, Map.of()), EntityKind.FIREWALL)
                    .detail()
                    .contains("EC2 sends a page that it sent before"));
        }
    }

    @Test
    void aSessionTokenThatExpiresIsNotTriedForTheOtherKind() throws Exception {
        Ec2Account account = account(List.of(Ec2Group.of(1, "web")), List.of(ElbBalancer.classic("shop")))
                .temporary("a-session-token");
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            server.inject(
                    IRELAND,
                    "DescribeSecurityGroups",
                    1,
                    PageFaults.ALWAYS,
                    Ec2Error.expiredToken().refuses());
            EndpointInventory.Read read = read(server, account, Map.of());
            assertEquals(1, read.inventory().size());
            assertTrue(notRead(read, EntityKind.FIREWALL).detail().contains("the session token's time is over"));
            assertTrue(notRead(read, EntityKind.LOAD_BALANCER).detail().contains("not tried, since"));
            assertTrue(
                    server.calls().stream().noneMatch(call -> call.action().endsWith("DescribeLoadBalancers")),
                    () -> server.calls().toString());
        }
    }

    @Test
    void whereBalancersAreFollowsFromTheEndpointOrIsSaid() throws Exception {
        assertEquals(
                "https://elasticloadbalancing.eu-west-1.amazonaws.com:443",
                BalancerAddress.of(endpoint("ec2.eu-west-1.amazonaws.com", Map.of()))
                        .orElseThrow()
                        .toString());
        assertEquals(
                "https://elasticloadbalancing.cn-north-1.amazonaws.com.cn:443",
                BalancerAddress.of(endpoint("ec2.cn-north-1.amazonaws.com.cn", Map.of()))
                        .orElseThrow()
                        .toString());
        assertEquals(Optional.empty(), BalancerAddress.of(endpoint("10.0.0.1", Map.of())));
        assertEquals(
                Optional.of("https://10.0.0.2:8443"),
                BalancerAddress.of(endpoint("10.0.0.1", Map.of("elb-address", "10.0.0.2:8443")))
                        .map(Origin::toString));
        for (String invalid : List.of("a b", "user@host", "host/path", "host:0", "http://host", "host?x", "")) {
            EndpointException refused = assertThrows(
                    EndpointException.class,
                    () -> BalancerAddress.of(endpoint("10.0.0.1", Map.of("elb-address", invalid))),
                    invalid);
            assertEquals(FindingCode.INVALID_ADDRESS, refused.code());
        }
    }

    @Test
    void anAddressThatIsNotKnownIsNotAnEmptyList() throws Exception {
        Ec2Account account = account(List.of(Ec2Group.of(1, "web")), List.of(ElbBalancer.classic("shop")));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            EndpointInventory.Read read = read(server, account, null);
            assertEquals(1, size(read, EntityKind.FIREWALL));
            Finding finding = notRead(read, EntityKind.LOAD_BALANCER);
            assertTrue(finding.detail().contains("option elb-address"), finding.detail());
        }
    }

    private static void assertOutlasted(Ec2Double server, Ec2Account account, PageFault ofGroups, PageFault ofBalancers)
            throws Exception {
        server.inject(IRELAND, "DescribeSecurityGroups", 1, 1, ofGroups);
        server.inject(IRELAND, "classic DescribeLoadBalancers", 1, 1, ofBalancers);
        EndpointInventory.Read read = read(server, account, Map.of());
        assertEquals(1, size(read, EntityKind.FIREWALL), ofGroups.toString());
        assertEquals(1, size(read, EntityKind.LOAD_BALANCER), ofBalancers.toString());
    }

    private static EndpointInventory.Read read(Ec2Double server, Ec2Account account, Map<String, String> none)
            throws InterruptedException {
        InventoryReader.Target plain =
                Reading.target(1, server.port(), server.certificate().sha256(), IRELAND, account, 10);
        TreeMap<String, String> options = new TreeMap<>(plain.endpoint().options());
        if (none != null) {
            options.put("elb-address", "127.0.0.1:" + server.port());
        }
        PlanLine.Endpoint endpoint = plain.endpoint();
        PlanLine.Endpoint given = new PlanLine.Endpoint(
                endpoint.no(),
                endpoint.type(),
                endpoint.address(),
                endpoint.port(),
                endpoint.account(),
                endpoint.pin(),
                options);
        List<EndpointInventory> read = new ArrayList<>();
        new InventoryReader(Reading.PATIENT, (no, vms) -> {})
                .read(
                        List.of(new InventoryReader.Target(
                                given,
                                plain.secret(),
                                10,
                                inventory -> Set.of(),
                                Map.of(
                                        EntityKind.FIREWALL,
                                        inventory -> Set.of(),
                                        EntityKind.LOAD_BALANCER,
                                        inventory -> Set.of()))),
                        read::add,
                        () -> {});
        return (EndpointInventory.Read) read.get(0);
    }

    private static int size(EndpointInventory.Read read, EntityKind kind) {
        Inventory inventory = ((EntityInventory.Read) read.others().get(kind)).inventory();
        return inventory.size();
    }

    private static Finding notRead(EndpointInventory.Read read, EntityKind kind) {
        return ((EntityInventory.NotRead) read.others().get(kind)).finding();
    }

    private static PlanLine.Endpoint endpoint(String address, Map<String, String> options) {
        return new PlanLine.Endpoint(1, ProviderKind.AMAZON, address, 443, null, new TreeMap<>(options));
    }

    private static Ec2Account account(List<Ec2Group> groups, List<ElbBalancer> balancers) {
        return Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(1))).with(IRELAND, groups, balancers);
    }

    private static InventoryVm group(int number, String name) {
        return new InventoryVm(new ProviderId(Ec2Group.id(number)), name);
    }

    private static Evidence members(String... instances) {
        TreeSet<ProviderId> members = new TreeSet<>();
        for (String instance : instances) {
            members.add(new ProviderId(instance));
        }
        return Evidence.ofMembers("VPC vpc-%017x".formatted(1), members);
    }
}
