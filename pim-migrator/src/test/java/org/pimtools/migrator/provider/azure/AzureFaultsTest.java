package org.pimtools.migrator.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureError;
import org.pimtools.testkit.doubles.azure.AzureVm;

/** What misbehaves is asked again within its budget, or fails the endpoint in one way; what was read is all there is. */
@Tag("slow")
class AzureFaultsTest {
    private static final String SUBSCRIPTION = AzureApp.subscription(1);
    private static final String OTHER = AzureApp.subscription(2);
    private static final int MACHINES = 350;
    private static final int PAGES = 4;

    private final AzureApp app =
            AzureApp.numbered(1, Map.of(SUBSCRIPTION, AzureVm.numbered(MACHINES), OTHER, AzureVm.numbered(5)));
    private AzureDouble server;

    @BeforeEach
    void start() {
        server = AzureDouble.start(AzureDouble.Options.of(app).pageSize(100));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of(new PageFault.Refuses(AzureError.tooManyRequests(0)), 3),
                Arguments.of(new PageFault.Refuses(AzureError.internalServerError()), 2),
                Arguments.of(new PageFault.Refuses(AzureError.of(503, "ServerBusy", "")), 3),
                Arguments.of(new PageFault.Cuts(), 2),
                Arguments.of(new PageFault.IsSlow(Duration.ofMillis(300)), 0),
                Arguments.of(new PageFault.Repeats(), 1));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void whatPassesIsOutlasted(PageFault fault, int repetitions) throws Exception {
        server.inject(SUBSCRIPTION, 3, Math.max(1, repetitions), fault);
        assertEquals(1 + PAGES + repetitions, readToTheEnd());
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsRenewedOnce() throws Exception {
        server.inject(SUBSCRIPTION, 3, 1, new PageFault.Refuses(AzureError.expiredToken()));
        assertEquals(2 + PAGES + 1, readToTheEnd());
        assertEquals(2, server.logins());
    }

    @Test
    void aTokenThatIsNeverTakenIsARefusedLogin() {
        server.inject(SUBSCRIPTION, 3, PageFaults.ALWAYS, new PageFault.Refuses(AzureError.expiredToken()));
        assertFailed(FindingCode.LOGIN_REFUSED, "Azure answered ExpiredAuthenticationToken with HTTP 401");
        assertEquals(2, server.logins());
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.of(
                Arguments.of(
                        new PageFault.Refuses(AzureError.tooManyRequests(0)),
                        "Azure answered TooManyRequests with HTTP 429, again and again"),
                Arguments.of(
                        new PageFault.Refuses(AzureError.tooManyRequests(1200)),
                        "asks for a pause of 1200 s, longer than"),
                Arguments.of(
                        new PageFault.Refuses(AzureError.internalServerError()),
                        "Azure answered InternalServerError with HTTP 500"),
                Arguments.of(
                        new PageFault.Refuses(AzureError.authorizationFailed()),
                        "give the application the right Microsoft.Compute/virtualMachines/read"),
                Arguments.of(
                        new PageFault.Refuses(AzureError.subscriptionNotFound()),
                        "the subscription does not exist, or the application has no role in it"),
                Arguments.of(new PageFault.Cuts(), "the connection broke off"),
                Arguments.of(new PageFault.Repeats(), "Azure sends a page that it sent before"),
                Arguments.of(new PageFault.Garbles(), "the answer is not what Azure documents: no valid JSON at line"),
                Arguments.of(new PageFault.Floods(1L << 30), "an answer of more than"));
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void whatLastsIsOneFindingAndTheOtherSubscriptionGoesOn(PageFault fault, String message) throws Exception {
        server.inject(SUBSCRIPTION, 2, PageFaults.ALWAYS, fault);
        assertFailed(FindingCode.ENDPOINT_FAILED, message);
        List<EndpointInventory> results = readAll(
                OneEndpoint.PATIENT,
                Stream.of(SUBSCRIPTION, OTHER)
                        .map(each -> Reading.description(server, each, app)
                                .with("rate", "9999")
                                .target(each.equals(OTHER) ? 2 : 1))
                        .toList());
        assertEquals(
                FindingCode.ENDPOINT_FAILED,
                ((EndpointInventory.Failed) results.get(0)).finding().code());
        assertRead(5, results.get(1));
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        server.inject(SUBSCRIPTION, 2, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", app, OneEndpoint.IMPATIENT);
    }

    @Test
    void nothingIsSentWhereALinkOrARedirectLeads() {
        List<HttpExchange.Request> elsewhere = new CopyOnWriteArrayList<>();
        try (HttpListener other = HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.json(200, "{\"value\":[]}");
        })) {
            for (String address : List.of("http://127.0.0.1:" + other.port() + "/x", "https://attacker.example/x")) {
                server.inject(SUBSCRIPTION, 2, 1, new PageFault.LeadsTo(URI.create(address)));
                assertFailed(FindingCode.ENDPOINT_FAILED, "nothing was sent there");
            }
            URI there = URI.create("http://127.0.0.1:" + other.port() + "/");
            server.inject(SUBSCRIPTION, 2, 1, new PageFault.Redirects(there));
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 307, which leads to http://127.0.0.1:" + other.port());
            server.inject(AzureDouble.LOGIN, 1, 1, new PageFault.Redirects(there));
            assertFailed(FindingCode.ENDPOINT_FAILED, "at the login: the authority answered HTTP 307");
        }
        assertEquals(List.of(), elsewhere);
    }

    static Stream<Arguments> refusedLogins() {
        return Stream.of(
                Arguments.of(AzureError.expiredSecret(), "the client secret has expired"),
                Arguments.of(AzureError.unknownApplication(), "the tenant has no application with this client-id"),
                Arguments.of(AzureError.unknownTenant(), "the authority knows no such tenant"));
    }

    @ParameterizedTest
    @MethodSource("refusedLogins")
    void aRefusedLoginSaysWhatIsWrongAndIsNotTriedAgain(HttpExchange.Reply refusal, String message) {
        server.inject(AzureDouble.LOGIN, 1, PageFaults.ALWAYS, new PageFault.Refuses(refusal));
        assertFailed(FindingCode.LOGIN_REFUSED, message);
        assertEquals(1, server.logins());
        assertEquals(0, server.calls(SUBSCRIPTION));
    }

    @Test
    void aWrongSecretIsTriedOnceAndNotShown() {
        AzureApp wrong = app.secret("not~the~secret");
        EndpointException failed = assertFailed(
                FindingCode.LOGIN_REFUSED,
                "at the login: the authority answered HTTP 401, invalid_client (AADSTS7000215): client-secret is not",
                wrong,
                OneEndpoint.PATIENT);
        assertEquals(1, server.logins());
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause).contains("not~the~secret"), cause::toString);
        }
    }

    @Test
    void theLoginIsRepeatedWhenItPasses() throws Exception {
        server.inject(AzureDouble.LOGIN, 1, 2, new PageFault.Cuts());
        assertEquals(3 + PAGES, readToTheEnd());
        server.inject(
                AzureDouble.LOGIN,
                1,
                1,
                new PageFault.Refuses(AzureError.login(429, "temporarily_unavailable", 90055, "")));
        assertEquals(2 + PAGES, readToTheEnd());
    }

    @Test
    void aTokenThatIsNoneFailsTheEndpoint() {
        server.inject(AzureDouble.LOGIN, 1, 1, new PageFault.Refuses(HttpExchange.Reply.json(200, "{}")));
        assertFailed(FindingCode.ENDPOINT_FAILED, "gave a token that no header can carry");
        server.inject(AzureDouble.LOGIN, 1, 1, new PageFault.Refuses(HttpExchange.Reply.json(200, "secret-token")));
        EndpointException failed = assertFailed(FindingCode.ENDPOINT_FAILED, "the answer has no token");
        assertFalse(failed.getMessage().contains("secret-token"), failed::getMessage);
    }

    /** @return how many calls it took, those for tokens too */
    private long readToTheEnd() throws Exception {
        long before = server.calls().size();
        try (Reading reading = Reading.of(server, SUBSCRIPTION, app)) {
            Inventory inventory = Inventory.of(reading.list());
            assertEquals(MACHINES, inventory.size());
            assertEquals(1, inventory.withName("vm1").size());
            assertEquals(1, inventory.withName("vm" + MACHINES).size());
            return server.calls().size() - before;
        }
    }

    private EndpointException assertFailed(FindingCode code, String message) {
        return assertFailed(code, message, app, OneEndpoint.PATIENT);
    }

    private EndpointException assertFailed(FindingCode code, String message, AzureApp login, Limits limits) {
        EndpointException failed = assertThrows(EndpointException.class, () -> {
            try (Reading reading = Reading.of(server, SUBSCRIPTION, login, limits, Map.of())) {
                reading.list();
            }
        });
        assertEquals(code, failed.code(), failed::getMessage);
        assertTrue(failed.getMessage().contains(message), failed.getMessage());
        return failed;
    }
}
