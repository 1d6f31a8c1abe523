package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertRead;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.server.Servers;

/**
 * Every fault in the middle of the list of every kind of endpoint that is asked by HTTP in pages: outlasted, or one finding of that
 * endpoint alone. What each connector says of a fault is in its own test.
 */
@Tag("slow")
class FaultMatrixTest {
    private static final int OTHERS = 5;
    private static final int MIDDLE = 2;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private static String name(PageFault fault) {
        return fault instanceof PageFault.Refuses refuses
                ? "HTTP " + refuses.error().status()
                : fault.getClass().getSimpleName();
    }

    private static boolean asksToWait(PageFault fault) {
        return fault instanceof PageFault.Refuses refuses
                && refuses.error().headers().containsKey("Retry-After");
    }

    static Stream<Arguments> passing() {
        return Stream.of(FaultySite.Cloud.values())
                .flatMap(cloud -> Stream.of(
                                cloud.refuses(500),
                                cloud.refuses(503),
                                cloud.asksForASecond(),
                                new PageFault.Cuts(),
                                new PageFault.Repeats(),
                                new PageFault.IsSlow(Duration.ofMillis(300)))
                        .map(fault -> Arguments.of(cloud, Named.of(name(fault), fault))));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPassesIsOutlasted(FaultySite.Cloud cloud, PageFault fault) throws Exception {
        FaultySite site = cloud.start(servers, cloud.vms());
        site.list().inject(MIDDLE, 1, fault);
        long begin = System.nanoTime();
        assertRead(cloud.vms(), read(site).get(0));
        if (asksToWait(fault)) {
            assertTrue(System.nanoTime() - begin >= 1_000_000_000L, "as long as the server asked for");
        }
        assertOnlyReads(site);
    }

    static Stream<Arguments> lasting() {
        return Stream.of(FaultySite.Cloud.values())
                .flatMap(cloud -> Stream.of(
                                cloud.refuses(403),
                                cloud.refuses(404),
                                cloud.refuses(429),
                                cloud.refuses(500),
                                new PageFault.Cuts(),
                                new PageFault.Repeats(),
                                new PageFault.Floods(1L << 30),
                                new PageFault.Garbles())
                        .map(fault -> Arguments.of(cloud, Named.of(name(fault), fault))));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatLastsIsOneFindingAndTheOtherEndpointIsRead(FaultySite.Cloud cloud, PageFault fault) throws Exception {
        FaultySite site = cloud.start(servers, cloud.vms());
        site.list().inject(MIDDLE, PageFaults.ALWAYS, fault);
        // whether 403 means the login or a right is the provider's own language
        assertFailedAlone(
                name(fault).equals("HTTP 403")
                        ? Set.of(FindingCode.ENDPOINT_FAILED, FindingCode.LOGIN_REFUSED)
                        : Set.of(FindingCode.ENDPOINT_FAILED),
                site,
                read(site, cloud.start(servers, OTHERS)));
    }

    static Stream<Arguments> clouds() {
        return Stream.of(FaultySite.Cloud.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void aLoginThatIsNoLongerTakenIsRenewedOnceOrARefusedLogin(FaultySite.Cloud cloud) throws Exception {
        FaultySite site = cloud.start(servers, cloud.vms());
        site.list().inject(MIDDLE, 1, cloud.refuses(401));
        if (cloud.renews()) {
            assertRead(cloud.vms(), read(site).get(0));
        } else {
            int before = site.calls().get().size();
            assertFailedAlone(Set.of(FindingCode.LOGIN_REFUSED), site, read(site, cloud.start(servers, OTHERS)));
            assertTrue(
                    site.calls().get().size() - before <= MIDDLE + 3,
                    () -> "tried again: " + site.calls().get());
        }
        site.list().inject(MIDDLE, PageFaults.ALWAYS, cloud.refuses(401));
        assertFailedAlone(Set.of(cloud.afterRenewals()), site, read(site, cloud.start(servers, OTHERS)));
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void nothingIsSentWhereARedirectOrALinkLeads(FaultySite.Cloud cloud) throws Exception {
        List<HttpExchange.Request> elsewhere = new CopyOnWriteArrayList<>();
        HttpListener other = servers.add(HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.json(200, "{}");
        }));
        URI there = URI.create("http://127.0.0.1:" + other.port() + "/x");
        FaultySite site = cloud.start(servers, cloud.vms());
        site.list().inject(MIDDLE, PageFaults.ALWAYS, new PageFault.Redirects(there));
        assertFailedAlone(Set.of(FindingCode.ENDPOINT_FAILED), site, read(site, cloud.start(servers, OTHERS)));
        site.list().inject(MIDDLE, 1, new PageFault.LeadsTo(there));
        read(site);
        assertEquals(List.of(), elsewhere);
    }

    private static List<EndpointInventory> read(FaultySite... sites) throws InterruptedException {
        return Endpoints.readAll(
                OneEndpoint.PATIENT,
                Stream.iterate(0, i -> i < sites.length, i -> i + 1)
                        .map(i -> sites[i].description().with("rate", "9999").target(i + 1))
                        .toList());
    }

    private static void assertFailedAlone(Set<FindingCode> codes, FaultySite site, List<EndpointInventory> results) {
        EndpointInventory.Failed failed =
                assertInstanceOf(EndpointInventory.Failed.class, results.get(0), results::toString);
        assertTrue(codes.contains(failed.finding().code()), failed::toString);
        for (String secret : site.description().secrets().values()) {
            assertFalse(failed.finding().toString().contains(secret), "a secret is shown");
        }
        assertRead(OTHERS, results.get(1));
        assertOnlyReads(site);
    }

    private static void assertOnlyReads(FaultySite site) {
        List<String> calls = site.calls().get();
        assertFalse(calls.isEmpty());
        calls.forEach(call -> assertTrue(call.matches(site.onlyReads()), call));
    }
}
