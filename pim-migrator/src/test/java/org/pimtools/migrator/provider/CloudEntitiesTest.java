package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureNetworkResource;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciNetworkResource;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.server.Servers;

/** Firewalls and load balancers of Azure, Google and OCI. */
@Tag("slow")
class CloudEntitiesTest {
    private static final String HOSTILE = "it's </script><b>\u202e'; DROP TABLE x; -- \\ ${x} %2f é😀";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @ParameterizedTest
    @EnumSource
    void eachIsListedUnderItsNameAndHasItsId(EntitySite.Cloud cloud) throws Exception {
        List<String> firewalls = List.of("web", HOSTILE, "twin", "twin");
        List<String> balancers = List.of("shop", HOSTILE + "2", "twin", "twin");
        EntitySite site = cloud.start(servers, firewalls, balancers);
        try (OneEndpoint endpoint = OneEndpoint.open(site.description())) {
            for (EntityKind kind : EntityKind.others()) {
                List<InventoryVm> expected = new ArrayList<>();
                List<String> names = kind == EntityKind.FIREWALL ? firewalls : balancers;
                for (int i = 0; i < names.size(); i++) {
                    String id = site.ids().get(kind).get(i);
                    assertEquals(
                            java.util.Optional.empty(),
                            site.description().kind().idFault(kind, id));
                    expected.add(new InventoryVm(new ProviderId(id), names.get(i)));
                }
                List<InventoryVm> listed = list(endpoint, kind);
                Set<ProviderId> ids = new HashSet<>();
                listed.forEach(each -> ids.add(each.providerId()));
                assertTrue(new HashSet<>(listed).containsAll(expected), listed::toString);
                assertEquals(names.size(), ids.size(), "what is deleted is left out");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twentyThousandOfEachTakeTheirPages(EntitySite.Cloud cloud) throws Exception {
        int many = 20_000;
        List<String> names = IntStream.range(0, many).mapToObj(i -> "name-" + i).toList();
        EntitySite site = cloud.start(servers, names, names);
        int pageSize = site.description().kind() == ProviderKind.GOOGLE ? 500 : 1000;
        try (OneEndpoint endpoint = OneEndpoint.open(site.description())) {
            for (EntityKind kind : EntityKind.others()) {
                Set<String> seen = new HashSet<>();
                list(endpoint, kind).forEach(each -> seen.add(each.name()));
                assertTrue(seen.containsAll(names), "all are listed");
            }
            assertTrue(endpoint.calls() <= 2 * (many / pageSize) + 10, () -> "calls: " + endpoint.calls());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatPassesIsOutlasted(EntitySite.Cloud cloud) throws Exception {
        List<String> names = IntStream.range(0, 2_300).mapToObj(i -> "n-" + i).toList();
        EntitySite site = cloud.start(servers, names, names);
        for (PageFault fault : List.of(
                new PageFault.Refuses(site.busy()),
                new PageFault.Cuts(),
                new PageFault.IsSlow(Duration.ofMillis(300)),
                new PageFault.Repeats())) {
            for (EntityKind kind : EntityKind.others()) {
                site.injection().inject(kind, 2, 1, fault);
            }
            EndpointInventory.Read read = read(site);
            for (EntityKind kind : EntityKind.others()) {
                EntityInventory inventory = read.others().get(kind);
                assertEquals(2_300, inventory.size(), () -> fault + ": " + inventory);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatExpiresIsRenewedOnceAndARefusedLoginIsNotTriedForTheOtherKind(EntitySite.Cloud cloud)
            throws Exception {
        List<String> names = IntStream.range(0, 1_200).mapToObj(i -> "n-" + i).toList();
        EntitySite site = cloud.start(servers, names, List.of("shop", "site"));
        PageFault refuses = new PageFault.Refuses(site.unauthorized());
        if (site.renews()) {
            site.injection().inject(EntityKind.FIREWALL, 2, 1, refuses);
            assertEquals(
                    names.size(), read(site).others().get(EntityKind.FIREWALL).size());
        }
        site.injection().inject(EntityKind.FIREWALL, 2, PageFaults.ALWAYS, refuses);
        EndpointInventory.Read read = read(site);
        assertEquals(3, read.inventory().size(), "VMs are not concerned");
        assertTrue(notRead(read, EntityKind.FIREWALL).detail().contains("401"), read::toString);
        assertEquals(
                "its load balancers: not tried, since this address refused the same account before in this run",
                notRead(read, EntityKind.LOAD_BALANCER).detail());
    }

    @ParameterizedTest
    @EnumSource(
            value = GoogleDouble.Part.class,
            names = {"UNREACHABLES", "WARNING", "WARNING_OF_A_ZONE"})
    void balancersOfGoogleInPartAreNone(GoogleDouble.Part part) throws Exception {
        GoogleProject project = GoogleProject.of("p-1", List.of())
                .with(List.of(
                        GoogleNetworkResource.forwardingRule(1, "shop"), GoogleNetworkResource.firewall(2, "web")));
        GoogleDouble server = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
        server.answer(part);
        server.inject(
                GoogleDouble.networks(project.id(), GoogleNetworkResource.Type.FIREWALL),
                1,
                PageFaults.ALWAYS,
                new PageFault.Refuses(HttpExchange.Reply.json(200, "{\"warning\":{\"code\":\"PARTIAL_SUCCESS\"}}")));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, project))) {
            for (EntityKind kind : EntityKind.others()) {
                EndpointException failed = assertThrows(EndpointException.class, () -> list(endpoint, kind));
                assertTrue(failed.getMessage().startsWith("Google answers in part only ("), failed::getMessage);
            }
        }
    }

    @Test
    void aClockThatIsWrongIsNamedWhereRequestsAreSigned() throws Exception {
        OciTenancy tenancy = OciTenancy.numbered(1, List.of());
        OciDouble server = servers.add(OciDouble.start(
                OciDouble.Options.of(tenancy).clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, tenancy))) {
            EndpointException failed =
                    assertThrows(EndpointException.class, () -> list(endpoint, EntityKind.LOAD_BALANCER));
            assertTrue(failed.getMessage().contains("this host's clock is 60 min behind"), failed::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLastsConcernsOneKindOnly(EntitySite.Cloud cloud) throws Exception {
        List<String> names = IntStream.range(0, 2_300).mapToObj(i -> "n-" + i).toList();
        EntitySite site = cloud.start(servers, names, List.of("shop", "site"));
        URI elsewhere = URI.create("https://127.0.0.1:1/");
        Map<PageFault, String> faults = new LinkedHashMap<>();
        faults.put(new PageFault.Refuses(site.forbidden()), site.rights().get(EntityKind.FIREWALL));
        faults.put(new PageFault.Garbles(), "the answer is not what ");
        faults.put(new PageFault.Redirects(elsewhere), "307");
        faults.put(new PageFault.Floods(1L << 30), "an answer of more than");
        if (site.description().kind() == ProviderKind.AZURE) {
            faults.put(new PageFault.LeadsTo(elsewhere), "a link leads to ");
        }
        for (Map.Entry<PageFault, String> fault : faults.entrySet()) {
            site.injection().inject(EntityKind.FIREWALL, 2, PageFaults.ALWAYS, fault.getKey());
            EndpointInventory.Read read = read(site);
            assertEquals(3, read.inventory().size(), "VMs are not concerned");
            assertEquals(2, read.others().get(EntityKind.LOAD_BALANCER).size());
            Finding finding = notRead(read, EntityKind.FIREWALL);
            assertEquals(FindingCode.ENTITIES_NOT_READ, finding.code());
            assertTrue(finding.detail().contains(fault.getValue()), finding::detail);
            site.description()
                    .secrets()
                    .values()
                    .forEach(secret -> assertFalse(finding.detail().contains(secret)));
        }
        site.injection()
                .inject(EntityKind.LOAD_BALANCER, 1, PageFaults.ALWAYS, new PageFault.Refuses(site.forbidden()));
        Finding finding = notRead(read(site), EntityKind.LOAD_BALANCER);
        assertTrue(finding.detail().contains(site.rights().get(EntityKind.LOAD_BALANCER)), finding::detail);
    }

    @Test
    void membersOfAzuresAreTheMachinesOfTheirNetworkInterfaces() throws Exception {
        String subscription = AzureApp.subscription(1);
        AzureNetworkResource one = AzureNetworkResource.securityGroup("twin").group("A");
        AzureNetworkResource other = AzureNetworkResource.securityGroup("twin").group("B");
        AzureNetworkResource balancer = AzureNetworkResource.balancer("shop");
        List<AzureVm> vms = List.of(
                AzureVm.of(1, "one").networks(one, balancer),
                AzureVm.of(2, "two").networks(one),
                AzureVm.of(3, "three"));
        AzureApp app =
                AzureApp.numbered(1, Map.of(subscription, vms)).with(subscription, List.of(one, other, balancer));
        AzureDouble server = servers.add(AzureDouble.start(AzureDouble.Options.of(app)));
        OneEndpoint.Description description = CloudEndpoints.of(server, subscription, app);
        try (OneEndpoint endpoint = OneEndpoint.open(description)) {
            assertEquals(
                    Map.of(
                            one.providerId(subscription),
                            Set.of(
                                    vms.get(0).providerId(subscription),
                                    vms.get(1).providerId(subscription)),
                            other.providerId(subscription),
                            Set.of()),
                    members(
                            endpoint,
                            EntityKind.FIREWALL,
                            one.providerId(subscription),
                            other.providerId(subscription)));
            assertEquals(
                    Map.of(balancer.providerId(subscription), Set.of(vms.get(0).providerId(subscription))),
                    members(endpoint, EntityKind.LOAD_BALANCER, balancer.providerId(subscription)));
        }
    }

    @Test
    void membersOfOcisGroupsAreTheInstancesOfTheirNetworkCards() throws Exception {
        OciTenancy tenancy = OciTenancy.numbered(1, OciInstance.numbered(3));
        OciNetworkResource one = OciNetworkResource.securityGroup(1, "twin", OciInstance.id(1), OciInstance.id(3));
        OciNetworkResource other = OciNetworkResource.securityGroup(2, "twin");
        tenancy = tenancy.with(tenancy.id(), List.of(one, other));
        OciDouble server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
        OneEndpoint.Description description = CloudEndpoints.of(server, tenancy);
        try (OneEndpoint endpoint = OneEndpoint.open(description)) {
            assertEquals(
                    Map.of(one.id(), Set.of(OciInstance.id(1), OciInstance.id(3)), other.id(), Set.of()),
                    members(endpoint, EntityKind.FIREWALL, one.id(), other.id()));
        }
    }

    private static Map<String, Set<String>> members(OneEndpoint endpoint, EntityKind kind, String... ids)
            throws Exception {
        Map<String, Set<String>> members = new java.util.HashMap<>();
        endpoint.entities(kind)
                .evidence(java.util.Arrays.stream(ids).map(ProviderId::new).toList())
                .forEach((id, evidence) -> {
                    Set<String> vms = new HashSet<>();
                    evidence.members().forEach(vm -> vms.add(vm.value()));
                    members.put(id.value(), vms);
                });
        return members;
    }

    private static Finding notRead(EndpointInventory.Read read, EntityKind kind) {
        return assertInstanceOf(EntityInventory.NotRead.class, read.others().get(kind), read::toString)
                .finding();
    }

    private static List<InventoryVm> list(OneEndpoint endpoint, EntityKind kind) throws Exception {
        List<InventoryVm> listed = new ArrayList<>();
        endpoint.entities(kind).list(listed::addAll);
        return listed;
    }

    private static EndpointInventory.Read read(EntitySite site) throws Exception {
        EndpointInventory read = site.description().readWithEntities();
        return assertInstanceOf(EndpointInventory.Read.class, read, read::toString);
    }
}
