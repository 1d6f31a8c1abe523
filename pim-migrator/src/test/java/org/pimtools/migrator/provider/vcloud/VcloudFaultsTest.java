package org.pimtools.migrator.provider.vcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.NetworkRules;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdEdge;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdRefusal;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Servers;

/** What misbehaves is asked again within its budget, or fails the endpoint in one way; what was read is all there is. */
@Tag("slow")
class VcloudFaultsTest {
    private static final int VMS = 500;
    /** Four pages, and versions, login, logout. */
    private static final int CALLS = 4 + 3;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private final List<VcdVm> vms = new CopyOnWriteArrayList<>(VcdVm.numbered(VMS));
    private final VcdOrganisation organisation = VcdOrganisation.of("Org-1", vms);
    private VcdDouble server = null;

    private OneEndpoint.Description endpoint() {
        server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation)));
        return CloudEndpoints.of(server, organisation);
    }

    private static PageFault refuses(int status) {
        return new PageFault.Refuses(VcdRefusal.reply(status, "A_CODE"));
    }

    @Test
    void whatPassesIsOutlastedWithinItsBudget() throws Exception {
        OneEndpoint.Description endpoint = endpoint();
        server.inject(organisation, 3, 3, refuses(429));
        assertEquals(CALLS + 3, OneEndpoint.callsToTheEnd(endpoint, VMS));
        server.inject(organisation, 2, 2, refuses(500));
        assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
        server.inject(organisation, 4, 2, new PageFault.Cuts());
        assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
        server.inject(organisation, 3, 2, new PageFault.Repeats());
        assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
        server.inject(organisation, 3, 1, new PageFault.IsSlow(Duration.ofMillis(500)));
        assertEquals(CALLS, OneEndpoint.callsToTheEnd(endpoint, VMS));
        assertEquals(0, server.sessions());
    }

    @Test
    void whatLastsFailsTheEndpointInOneWay() {
        OneEndpoint.Description endpoint = endpoint();
        server.inject(organisation, 3, PageFaults.ALWAYS, refuses(429));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "vCloud answered HTTP 429 A_CODE, again and again", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, refuses(500));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "vCloud answered HTTP 500 A_CODE", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, refuses(404));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "vCloud answered HTTP 404 A_CODE", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, new PageFault.Cuts());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "the connection broke off", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, new PageFault.Repeats());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "vCloud sends page 2 when asked for page 3", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, new PageFault.Floods(1L << 30));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "an answer of more than", endpoint);
        server.inject(organisation, 3, 1, new PageFault.Garbles());
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "the answer is not what vCloud says: no XML at line ", endpoint);
        server.inject(organisation, 3, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "no whole answer within", endpoint, OneEndpoint.IMPATIENT);
        assertEquals(0, server.sessions(), "logged out of each time");
    }

    @Test
    void aSessionThatExpiresIsRenewedOnce() throws Exception {
        OneEndpoint.Description endpoint = endpoint();
        server.inject(organisation, 3, 1, new PageFault.Meanwhile(server::expireSessions));
        assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS), "the refused page and a login more");
        server.inject(organisation, 3, PageFaults.ALWAYS, refuses(401));
        OneEndpoint.assertFails(FindingCode.LOGIN_REFUSED, "vCloud answered HTTP 401 A_CODE", endpoint);
        assertEquals(1, server.sessions(), "the one that the double said had expired");
    }

    @Test
    void edgesAreReadToTheLastPageOrAllRulesAreUnread() throws Exception {
        List<VcdEdge> edges = IntStream.rangeClosed(1, 130)
                .mapToObj(i -> VcdEdge.of(i, "edge-" + i))
                .toList();
        VcdOrganisation guarded =
                VcdOrganisation.of("Guarded", List.of(VcdVm.of(1, "one"))).edges(edges.toArray(VcdEdge[]::new));
        VcdDouble of = servers.add(VcdDouble.start(VcdDouble.Options.of(guarded)));
        for (PageFault passing : List.of(
                new PageFault.Repeats(),
                new PageFault.Cuts(),
                new PageFault.IsSlow(Duration.ofMillis(300)),
                refuses(401))) {
            long before = lookedAt(of);
            of.injectEdges(2, 1, passing);
            assertEquals(NetworkRules.NONE, rules(of, guarded), passing::toString);
            assertEquals(edges.size(), lookedAt(of) - before);
        }
        of.injectEdges(2, PageFaults.ALWAYS, new PageFault.Repeats());
        assertEquals(
                Optional.of("vCloud sends page 1 when asked for page 2"),
                rules(of, guarded).unread());
        long logins = logins(of);
        of.injectEdges(1, PageFaults.ALWAYS, refuses(401));
        assertTrue(rules(of, guarded).unread().orElseThrow().contains("HTTP 401"));
        assertEquals(2, logins(of) - logins, "renewed once");
    }

    private static NetworkRules rules(VcdDouble server, VcdOrganisation organisation) throws Exception {
        EndpointInventory read = CloudEndpoints.of(server, organisation).readWithEntities();
        return assertInstanceOf(EndpointInventory.Read.class, read, read::toString)
                .rules();
    }

    private static long lookedAt(VcdDouble server) {
        return server.calls().stream()
                .filter(call -> call.path().endsWith("/firewall/config"))
                .count();
    }

    private static long logins(VcdDouble server) {
        return server.calls().stream()
                .filter(call -> call.method().equals("POST"))
                .count();
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNotShown() {
        OneEndpoint.Description endpoint = endpoint().secret("password", "not-the-password");
        OneEndpoint.assertFails(
                FindingCode.LOGIN_REFUSED, "at the login: vCloud answered HTTP 401 UNAUTHORIZED", endpoint);
        assertEquals(2, server.calls().size());
    }

    @Test
    void aListThatChangesIsReadAgainAndNothingIsMissing() throws Exception {
        OneEndpoint.Description endpoint = endpoint();
        VcdVm gone = vms.get(10);
        server.inject(organisation, 2, 1, new PageFault.Meanwhile(() -> vms.remove(gone)));
        // the VM at the edge of the first page is seen by the second reading only
        assertEquals(CALLS + 4, OneEndpoint.callsToTheEnd(endpoint, VMS), "with the one that was there at first");
        int[] number = {1000};
        server.inject(
                organisation,
                2,
                PageFaults.ALWAYS,
                new PageFault.Meanwhile(() -> vms.add(VcdVm.of(++number[0], "new"))));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "VMs were created or deleted during each of 3 readings", endpoint);
    }

    @Test
    void nothingIsSentElsewhere() throws Exception {
        List<HttpExchange.Request> elsewhere = new ArrayList<>();
        HttpListener other = servers.add(HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.xml(200, "<QueryResultRecords total=\"0\" page=\"1\"/>");
        }));
        String evil = "http://127.0.0.1:" + other.port();
        server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation).links(evil)));
        OneEndpoint.Description endpoint = CloudEndpoints.of(server, organisation);
        assertEquals(CALLS, OneEndpoint.callsToTheEnd(endpoint, VMS), "pages are asked for by their number");
        server.inject(organisation, 2, 1, new PageFault.Redirects(URI.create(evil + "/api/query")));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "vCloud answered HTTP 307, which leads to " + evil, endpoint);
        assertTrue(elsewhere.isEmpty(), elsewhere::toString);
    }
}
