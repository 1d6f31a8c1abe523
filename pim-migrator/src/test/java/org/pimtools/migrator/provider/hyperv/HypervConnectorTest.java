package org.pimtools.migrator.provider.hyperv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.read;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.provider.ReadInLittleMemory;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.hyperv.WsmanCall;
import org.pimtools.testkit.doubles.hyperv.WsmanFaults;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class HypervConnectorTest {
    private static final int VMS = 350;
    /** Enumerate, and the host with its machines in fours of a hundred. */
    private static final int CALLS = 1 + 4;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private HypervDouble start(List<HypervVm> vms) {
        return servers.add(HypervDouble.start(HypervDouble.Options.of(vms)));
    }

    private static InventoryVm vm(int number, String name) {
        return new InventoryVm(new ProviderId(HypervVm.guid(number)), name);
    }

    @Test
    void aMachineIsKnownByItsGuidAndTheHostIsNone() throws Exception {
        HypervDouble server = start(List.of(HypervVm.of(1, " it's <b> & \\ \"c\" %2f é😀 "), HypervVm.of(2, "")));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server))) {
            assertEquals(List.of(vm(1, " it's <b> & \\ \"c\" %2f é😀 "), vm(2, "")), endpoint.list());
        }
        assertEquals(
                List.of(
                        new WsmanCall("POST", "/wsman", "Enumerate", HypervDouble.SYSTEMS),
                        new WsmanCall("POST", "/wsman", "Pull", HypervDouble.SYSTEMS)),
                server.calls());
        assertEquals(0, server.open());
    }

    @Test
    void inClearOnlyWhenThatIsAskedForAndWithoutAPin() throws Exception {
        HypervDouble server = servers.add(
                HypervDouble.start(HypervDouble.Options.of(HypervVm.numbered(2)).withoutTls()));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server))) {
            assertEquals(2, endpoint.list().size());
        }
        int before = server.calls().size();
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                "no TLS connection",
                CloudEndpoints.of(server).with("transport", "tls"));
        assertEquals(before, server.calls().size(), "no password in clear");
        OneEndpoint.Description pinned = CloudEndpoints.of(server);
        OneEndpoint.assertFails(
                FindingCode.CERTIFICATE_UNVERIFIED,
                "transport tcp has no certificate",
                new OneEndpoint.Description(
                        pinned.kind(),
                        pinned.port(),
                        "ab".repeat(32),
                        pinned.account(),
                        pinned.options(),
                        pinned.secrets()));
    }

    @Test
    void evidenceAreTheMacAddresses() throws Exception {
        HypervVm two = new HypervVm(HypervVm.guid(2), "same", List.of(HypervVm.mac(2), HypervVm.mac(22)));
        HypervDouble server = start(List.of(HypervVm.of(1, "same"), two, HypervVm.of(3, "other")));
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server))) {
            endpoint.list();
            assertEquals(
                    Map.of(
                            new ProviderId(HypervVm.guid(1)),
                            new Evidence("", new TreeSet<>(), new TreeSet<>(Set.of("00:15:5d:00:00:01"))),
                            new ProviderId(HypervVm.guid(2)),
                            new Evidence(
                                    "",
                                    new TreeSet<>(),
                                    new TreeSet<>(Set.of("00:15:5d:00:00:02", "00:15:5d:00:00:16")))),
                    endpoint.evidence(List.of(
                            new ProviderId(HypervVm.guid(1)),
                            new ProviderId(HypervVm.guid(2)),
                            new ProviderId(HypervVm.guid(99)))),
                    "one that is gone is left out");
        }
    }

    @Test
    void aHundredThousandMachinesTakeTheirPagesAndTheMemoryOfOne(@TempDir Path folder) throws Exception {
        HypervDouble server = start(HypervVm.numbered(100_000));
        // 1,001 pages of 100 with the host, and the beginning
        assertEquals(1002, ReadInLittleMemory.calls(CloudEndpoints.of(server), 100_000, folder));
        assertEquals(1002, server.calls().size());
    }

    private long calls(HypervDouble server) throws InterruptedException {
        EndpointInventory result = read(
                OneEndpoint.PATIENT,
                CloudEndpoints.of(server).with("rate", "9999").target(1));
        assertEquals(0, server.open(), "nothing is left behind");
        return assertRead(VMS, result).calls();
    }

    @Test
    void whatPassesIsOutlastedWithinItsBudget() throws Exception {
        HypervDouble server = start(HypervVm.numbered(VMS));
        assertEquals(CALLS, calls(server));
        HttpExchange.Reply busy = new HttpExchange.Reply(503, Map.of("Retry-After", "0"), new byte[0]);
        server.inject(HypervDouble.SYSTEMS, 3, 3, new PageFault.Refuses(busy));
        assertEquals(CALLS + 3, calls(server));
        // behind the context: it begins again, and gives up what it had begun
        server.inject(HypervDouble.SYSTEMS, 3, 1, new PageFault.Refuses(WsmanFaults.reply("w:InternalError", 1)));
        assertEquals(4 + 1 + CALLS, calls(server));
        server.inject(HypervDouble.SYSTEMS, 3, 1, new PageFault.Meanwhile(server::expire));
        assertEquals(4 + 1 + CALLS, calls(server));
        server.inject(HypervDouble.SYSTEMS, 3, 1, new PageFault.Cuts());
        assertEquals(4 + 1 + CALLS, calls(server));
        server.inject(HypervDouble.SYSTEMS, 3, 1, new PageFault.Repeats());
        assertEquals(4 + 1 + CALLS, calls(server));
        server.inject(HypervDouble.SYSTEMS, 3, 1, new PageFault.IsSlow(Duration.ofMillis(500)));
        assertEquals(CALLS, calls(server));
    }

    @Test
    void whatLastsFailsTheEndpointInOneWayAndTheOtherGoesOn() throws Exception {
        HypervDouble server = start(HypervVm.numbered(VMS));
        HypervDouble other = start(HypervVm.numbered(1));
        fails(server, other, WsmanFaults.reply("w:AccessDenied", 5), "AccessDenied (5): make the account a member of");
        fails(server, other, WsmanFaults.reply("w:InternalError", 7), "WS-Management answered InternalError (7)");
        fails(
                server,
                other,
                WsmanFaults.reply("w:DestinationUnreachable", 8),
                "the host has no root/virtualization/v2");
        fails(server, other, new HttpExchange.Reply(500, Map.of(), new byte[0]), "WS-Management answered HTTP 500");
        fails(server, other, new HttpExchange.Reply(404, Map.of(), new byte[0]), "HTTP 404");
        fails(server, other, new HttpExchange.Reply(429, Map.of(), new byte[0]), "HTTP 429, again and again");
        fails(server, other, new PageFault.Cuts(), "the connection broke off");
        fails(server, other, new PageFault.Repeats(), "WS-Management sends instances that it sent before");
        fails(server, other, new PageFault.Garbles(), "the answer is not what WS-Management says: no XML at line ");
        fails(server, other, new PageFault.Floods(1L << 30), "an answer of more than");
        server.inject(HypervDouble.SYSTEMS, 2, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                "no whole answer within",
                CloudEndpoints.of(server),
                OneEndpoint.IMPATIENT);
    }

    private static void fails(HypervDouble server, HypervDouble other, HttpExchange.Reply error, String message)
            throws InterruptedException {
        fails(server, other, new PageFault.Refuses(error), message);
    }

    private static void fails(HypervDouble server, HypervDouble other, PageFault fault, String message)
            throws InterruptedException {
        server.inject(HypervDouble.SYSTEMS, 2, PageFaults.ALWAYS, fault);
        List<EndpointInventory> results = readAll(
                OneEndpoint.PATIENT,
                List.of(
                        CloudEndpoints.of(server).target(1),
                        CloudEndpoints.of(other).target(2)));
        assertFailed(FindingCode.ENDPOINT_FAILED, message, results.get(0));
        assertRead(1, results.get(1));
        assertEquals(0, server.open(), "nothing is left behind after " + message);
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNotShown() {
        HypervDouble server = start(HypervVm.numbered(1));
        OneEndpoint.assertFails(
                FindingCode.LOGIN_REFUSED,
                "HTTP 401",
                CloudEndpoints.of(server).secret("password", "not-the-password"));
        assertEquals(1, server.calls().size());
    }

    @Test
    void aRedirectIsNotFollowed() {
        List<HttpExchange.Request> elsewhere = new ArrayList<>();
        HttpListener other = servers.add(HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.xml(200, "<Envelope/>");
        }));
        HypervDouble server = start(HypervVm.numbered(1));
        String evil = "http://127.0.0.1:" + other.port();
        server.inject(HypervDouble.SYSTEMS, 1, 1, new PageFault.Redirects(URI.create(evil + "/wsman")));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "HTTP 307, which leads to " + evil, CloudEndpoints.of(server));
        assertTrue(elsewhere.isEmpty(), elsewhere::toString);
    }
}
