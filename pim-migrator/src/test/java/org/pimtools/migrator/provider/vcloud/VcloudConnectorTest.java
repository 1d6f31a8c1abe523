package org.pimtools.migrator.provider.vcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.NetworkRules;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.provider.ReadInLittleMemory;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.vcloud.VcdCall;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdEdge;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdRefusal;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class VcloudConnectorTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private VcdDouble start(VcdDouble.Options options) {
        return servers.add(VcdDouble.start(options));
    }

    private static InventoryVm vm(int number, String name) {
        return new InventoryVm(new ProviderId(VcdVm.urn(number)), name);
    }

    @Test
    void aVmIsKnownByItsUrnAndItsNameOrItsMetadata() throws Exception {
        VcdOrganisation organisation = VcdOrganisation.of(
                "Org-1",
                List.of(
                        VcdVm.of(1, " it's <b> & \\ \"c\" %2f é😀 ")
                                .metadata(Map.of("abiquo name", "ABQ_<1>", "x", "y")),
                        VcdVm.of(2, "expired").kind(VcdVm.Kind.EXPIRED),
                        VcdVm.of(3, "template").kind(VcdVm.Kind.OF_TEMPLATE),
                        VcdVm.of(4, "deleted").kind(VcdVm.Kind.DELETED),
                        VcdVm.of(5, "")));
        VcdDouble server = start(VcdDouble.Options.of(organisation));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, organisation))) {
            assertEquals(List.of(vm(1, " it's <b> & \\ \"c\" %2f é😀 "), vm(2, "expired"), vm(5, "")), endpoint.list());
        }
        assertEquals(
                List.of(
                        new VcdCall("GET", "/api/versions"),
                        new VcdCall("POST", "/cloudapi/1.0.0/sessions"),
                        new VcdCall("GET", "/api/query"),
                        new VcdCall("DELETE", "/cloudapi/1.0.0/sessions/current")),
                server.calls());
        assertEquals(0, server.sessions());
        try (OneEndpoint endpoint =
                OneEndpoint.open(CloudEndpoints.of(server, organisation).with("name-metadata", "abiquo name"))) {
            assertEquals(List.of(vm(1, "ABQ_<1>"), vm(2, ""), vm(5, "")), endpoint.list());
        }
    }

    @Test
    void olderVersionsHaveOlderSessions() throws Exception {
        VcdOrganisation organisation = VcdOrganisation.of("Org-1", VcdVm.numbered(130));
        for (String[] versions : new String[][] {{"5.5", "9.0"}, {"30.0", "32.0"}}) {
            VcdDouble server = start(VcdDouble.Options.of(organisation).versions(versions));
            assertEquals(2 + 2 + 1, OneEndpoint.callsToTheEnd(CloudEndpoints.of(server, organisation), 130));
            assertEquals(new VcdCall("POST", "/api/sessions"), server.calls().get(1));
            assertEquals(new VcdCall("DELETE", "/api/session"), server.calls().get(4));
            assertEquals(versions[0].equals("30.0") ? 1 : 0, server.sessions(), "the older of two tokens is left");
        }
        VcdDouble later = start(VcdDouble.Options.of(organisation).versions("40.0", "41.0"));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                "vCloud offers no API version up to 39.x",
                CloudEndpoints.of(later, organisation));
    }

    @Test
    void theProvidersAdministratorSeesAllOrganisations() throws Exception {
        VcdOrganisation system = VcdOrganisation.of("System", List.of());
        VcdOrganisation one = VcdOrganisation.of("Org-1", List.of(VcdVm.of(1, "same")));
        VcdOrganisation other = VcdOrganisation.of("Org-2", List.of(VcdVm.of(2, "same")));
        VcdDouble server = start(VcdDouble.Options.of(system, one, other));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, system))) {
            assertEquals(List.of(vm(1, "same"), vm(2, "same")), endpoint.list());
        }
        assertEquals(
                new VcdCall("POST", "/cloudapi/1.0.0/sessions/provider"),
                server.calls().get(1));
    }

    @Test
    void evidenceAreTheMacAddresses() throws Exception {
        VcdOrganisation organisation = VcdOrganisation.of("Org-1", List.of(VcdVm.of(1, "same"), VcdVm.of(2, "same")));
        VcdDouble server = start(VcdDouble.Options.of(organisation));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, organisation))) {
            endpoint.list();
            Map<ProviderId, Evidence> evidence = endpoint.evidence(
                    List.of(new ProviderId(VcdVm.urn(1)), new ProviderId(VcdVm.urn(2)), new ProviderId(VcdVm.urn(99))));
            assertEquals(
                    Map.of(new ProviderId(VcdVm.urn(1)), card(1), new ProviderId(VcdVm.urn(2)), card(2)),
                    evidence,
                    "one that is gone is left out");
        }
        assertEquals(
                1,
                server.calls().stream()
                        .filter(call -> call.method().equals("POST"))
                        .count(),
                "one session");
    }

    private static Evidence card(int number) {
        return new Evidence("", new TreeSet<>(), new TreeSet<>(Set.of(VcdVm.mac(number))));
    }

    @Test
    void aHundredThousandVmsTakeTheirPagesAndTheMemoryOfOne(@TempDir Path folder) throws Exception {
        VcdOrganisation organisation = VcdOrganisation.of("Org-1", VcdVm.numbered(100_000));
        VcdDouble server = start(VcdDouble.Options.of(organisation));
        // 782 pages of 128, and versions, login, logout
        assertEquals(785, ReadInLittleMemory.calls(CloudEndpoints.of(server, organisation), 100_000, folder));
        assertEquals(785, server.calls().size());
    }

    @Test
    void eachVmIsFoundInItsOrganisationAndAFaultOfOneLeavesTheOthersAlone() throws Exception {
        VcdOrganisation one = VcdOrganisation.of("Org-1", List.of(VcdVm.of(1, "same")));
        VcdOrganisation other = VcdOrganisation.of("Org-2", List.of(VcdVm.of(2, "same")));
        VcdDouble server = start(VcdDouble.Options.of(one, other));
        List<EndpointInventory> results = readAll(
                OneEndpoint.PATIENT,
                List.of(
                        CloudEndpoints.of(server, one).target(1),
                        CloudEndpoints.of(server, other).target(2)));
        for (int number = 1; number <= 2; number++) {
            assertEquals(
                    List.of(new ProviderId(VcdVm.urn(number))),
                    assertRead(1, results.get(number - 1)).inventory().withName("same"));
        }
        server.inject(one, 1, PageFaults.ALWAYS, new PageFault.Refuses(VcdRefusal.reply(403, "FORBIDDEN")));
        results = readAll(
                OneEndpoint.PATIENT,
                List.of(
                        CloudEndpoints.of(server, one).target(1),
                        CloudEndpoints.of(server, other).target(2)));
        assertFailed(FindingCode.ENDPOINT_FAILED, "vCloud answered HTTP 403 FORBIDDEN", results.get(0));
        assertRead(1, results.get(1));
    }

    @Test
    void rulesThatNameAVmByItsAddressAreFound() throws Exception {
        VcdVm one = VcdVm.of(1, "one");
        VcdVm two = VcdVm.of(2, "two");
        VcdOrganisation organisation = VcdOrganisation.of("Org-1", List.of(one, two, VcdVm.of(3, "three")))
                .edges(
                        VcdEdge.of(
                                1,
                                "edge <b>",
                                new VcdEdge.Rule(
                                        7, "old \"web\"", List.of("any"), List.of(one.address(), "172.16.0.0/12")),
                                new VcdEdge.Rule(8, "new", List.of(VcdVm.urn(2)), List.of("10.0.0.1-10.0.0.9")),
                                new VcdEdge.Rule(9, "both", List.of(two.address() + "/32"), List.of("192.0.2.1"))),
                        VcdEdge.of(2, "none"));
        VcdDouble server = start(VcdDouble.Options.of(organisation));
        EndpointInventory.Read read =
                (EndpointInventory.Read) CloudEndpoints.of(server, organisation).readWithEntities();
        assertEquals(
                new NetworkRules(
                        List.of(
                                new NetworkRules.ByAddress(
                                        "rule 7 \"old \"web\"\" of edge \"edge <b>\"",
                                        one.address(),
                                        new ProviderId(VcdVm.urn(1))),
                                new NetworkRules.ByAddress(
                                        "rule 9 \"both\" of edge \"edge <b>\"",
                                        two.address(),
                                        new ProviderId(VcdVm.urn(2)))),
                        Optional.empty()),
                read.rules());
        assertEquals(
                Set.of("GET", "POST", "DELETE"),
                server.calls().stream().map(VcdCall::method).collect(java.util.stream.Collectors.toSet()),
                "nothing is changed: a login, reading, a logout");
        server.calls().stream()
                .filter(call -> !call.method().equals("GET"))
                .forEach(call -> assertTrue(call.path().startsWith("/cloudapi/1.0.0/sessions"), call::toString));
    }
}
