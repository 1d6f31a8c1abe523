package org.pimtools.migrator.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.provider.ReadInLittleMemory;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleError;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class GoogleConnectorTest {
    private static final int INSTANCES = 1750;
    private static final int PAGES = 4;
    private static final GoogleProject LARGE = GoogleProject.of("large-1", GoogleInstance.numbered(INSTANCES));
    private static final GoogleProject SMALL = GoogleProject.of("small-1", GoogleInstance.numbered(5));

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private static OneEndpoint.Description of(GoogleDouble server, GoogleProject project) {
        return CloudEndpoints.of(server, project).with("rate", "9999");
    }

    private GoogleDouble start(GoogleProject... projects) {
        return servers.add(GoogleDouble.start(GoogleDouble.Options.of(projects)));
    }

    private static Set<InventoryVm> read(OneEndpoint.Description description) throws Exception {
        try (OneEndpoint endpoint = OneEndpoint.open(description)) {
            return Set.copyOf(endpoint.list());
        }
    }

    private static InventoryVm vm(int number, String name) {
        return new InventoryVm(new ProviderId(GoogleInstance.id(number)), name);
    }

    @Test
    void anInstanceIsKnownByItsNumberAndByTheNameThatIsChosen() throws Exception {
        GoogleProject project = GoogleProject.of(
                "p-1",
                List.of(
                        GoogleInstance.of(1, "vm-1").status("TERMINATED"),
                        GoogleInstance.of(2, "vm-2").labels(Map.of("name", "label", "other", "l")),
                        GoogleInstance.of(3, "vm-3").metadata(Map.of("name", " ABQ <b> é😀 ", "x", "y"))));
        GoogleDouble server = start(project);
        OneEndpoint.Description endpoint = of(server, project);
        assertEquals(Set.of(vm(1, "vm-1"), vm(2, "vm-2"), vm(3, "vm-3")), read(endpoint));
        assertEquals(Set.of(vm(1, ""), vm(2, "label"), vm(3, "")), read(endpoint.with("name-from", "label")));
        assertEquals(
                Set.of(vm(1, ""), vm(2, "l"), vm(3, "")),
                read(endpoint.with("name-from", "label").with("name-key", "other")));
        assertEquals(
                Set.of(vm(1, ""), vm(2, ""), vm(3, " ABQ <b> é😀 ")), read(endpoint.with("name-from", "metadata")));
        assertEquals(
                Set.of("POST /token", "GET /compute/v1/projects/p-1/aggregated/instances"), Set.copyOf(server.calls()));
    }

    @Test
    void aHundredThousandInstancesTakeACallAPageAndTheMemoryOfAPage(@TempDir Path folder) throws Exception {
        GoogleProject project = GoogleProject.of("p-1", GoogleInstance.numbered(100_000));
        GoogleDouble server = start(project);
        // a login, 200 pages of 500, and the last one, which is full, once more
        assertEquals(202, ReadInLittleMemory.calls(of(server, project), 100_000, folder));
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of(new PageFault.Refuses(GoogleError.rateLimitExceeded()), 3),
                Arguments.of(new PageFault.Refuses(GoogleError.of(429, "rateLimitExceeded", "")), 3),
                Arguments.of(new PageFault.Refuses(GoogleError.backendError()), 2),
                Arguments.of(new PageFault.Cuts(), 2),
                Arguments.of(new PageFault.IsSlow(Duration.ofMillis(300)), 0),
                Arguments.of(new PageFault.LosesNext(), 1),
                Arguments.of(new PageFault.Repeats(), 1));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void whatPassesIsOutlasted(PageFault fault, int repetitions) throws Exception {
        GoogleDouble server = start(LARGE);
        server.inject(LARGE.id(), 3, Math.max(1, repetitions), fault);
        assertEquals(1 + PAGES + repetitions, OneEndpoint.callsToTheEnd(of(server, LARGE), INSTANCES));
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsRenewedOnce() throws Exception {
        GoogleDouble server = start(LARGE);
        server.inject(LARGE.id(), 3, 1, new PageFault.Refuses(GoogleError.authError()));
        assertEquals(2 + PAGES + 1, OneEndpoint.callsToTheEnd(of(server, LARGE), INSTANCES));
        server.inject(LARGE.id(), 3, PageFaults.ALWAYS, new PageFault.Refuses(GoogleError.authError()));
        OneEndpoint.assertFails(FindingCode.LOGIN_REFUSED, "Google answered HTTP 401, authError", of(server, LARGE));
        assertEquals(2 + 2, server.logins());
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.of(
                Arguments.of(new PageFault.Refuses(GoogleError.rateLimitExceeded()), "again and again"),
                Arguments.of(new PageFault.Refuses(GoogleError.backendError()), "Google answered HTTP 500"),
                Arguments.of(new PageFault.Refuses(GoogleError.forbidden()), "the permission compute.instances.list"),
                Arguments.of(new PageFault.Refuses(GoogleError.apiDisabled()), "the Compute Engine API switched off"),
                Arguments.of(new PageFault.Refuses(GoogleError.notFound()), "no such project"),
                Arguments.of(new PageFault.Cuts(), "the connection broke off"),
                Arguments.of(new PageFault.Repeats(), "Google sends a page that it sent before"),
                Arguments.of(new PageFault.Garbles(), "the answer is not what Google documents: no valid JSON at"),
                Arguments.of(new PageFault.Floods(1L << 30), "an answer of more than"));
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void whatLastsIsOneFindingAndTheOtherProjectGoesOn(PageFault fault, String message) throws Exception {
        GoogleDouble server = start(LARGE, SMALL);
        server.inject(LARGE.id(), 2, PageFaults.ALWAYS, fault);
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, message, of(server, LARGE));
        List<EndpointInventory> results = readAll(
                OneEndpoint.PATIENT,
                List.of(of(server, LARGE).target(1), of(server, SMALL).target(2)));
        assertEquals(
                FindingCode.ENDPOINT_FAILED,
                ((EndpointInventory.Failed) results.get(0)).finding().code());
        assertRead(5, results.get(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = GoogleDouble.Part.class,
            names = {"UNREACHABLES", "WARNING", "WARNING_OF_A_ZONE"})
    void anAnswerInPartIsNoInventory(GoogleDouble.Part part) {
        GoogleDouble server = start(SMALL);
        server.answer(part);
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "Google answers in part only (", of(server, SMALL));
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        GoogleDouble server = start(LARGE);
        server.inject(LARGE.id(), 2, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, "no whole answer within", of(server, LARGE), OneEndpoint.IMPATIENT);
    }

    @Test
    void aRedirectIsNotFollowed() {
        GoogleDouble server = start(SMALL);
        List<HttpExchange.Request> elsewhere = new CopyOnWriteArrayList<>();
        try (HttpListener other = HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.json(200, "{}");
        })) {
            URI there = URI.create("http://127.0.0.1:" + other.port() + "/");
            for (String list : List.of(SMALL.id(), GoogleDouble.LOGIN)) {
                server.inject(list, 1, 1, new PageFault.Redirects(there));
                OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "HTTP 307", of(server, SMALL));
            }
        }
        assertEquals(List.of(), elsewhere);
    }

    @ParameterizedTest
    @ValueSource(ints = {-90, 90})
    void aWrongClockIsNamed(int minutes) {
        GoogleDouble server = servers.add(GoogleDouble.start(
                GoogleDouble.Options.of(SMALL).clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)))));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                "this host's clock is 90 min " + (minutes < 0 ? "ahead of" : "behind") + " the token service's",
                of(server, SMALL));
        assertEquals(1, server.logins());
    }

    @Test
    void aKeyThatIsNotTakenIsTriedOnce() {
        GoogleDouble server = start(SMALL);
        GoogleProject other = GoogleProject.of(SMALL.id(), List.of());
        OneEndpoint.assertFails(
                FindingCode.LOGIN_REFUSED,
                "at the login: the token service answered HTTP 400, invalid_grant: the key of key-file was deleted",
                of(server, other));
        assertEquals(1, server.logins());
    }

    static Stream<Arguments> keyFiles() {
        String good = SMALL.keyFile("https://127.0.0.1:1/token");
        return Stream.of(
                Arguments.of("secret", "key-file is not the JSON of a key"),
                Arguments.of("{}", "key-file is not the key of a service account"),
                Arguments.of(good.replace("\"private_key_id\"", "\"x\""), "key-file has no private_key_id"),
                Arguments.of(good.replace("BEGIN PRIVATE", "BEGIN"), "private_key that is not in PEM form"),
                Arguments.of(good.replace("KEY-----\\n", "KEY-----\\nAAAA"), "private_key that is no RSA key"),
                Arguments.of(SMALL.keyFile("http://127.0.0.1:1/token"), "token_uri that is not an address of HTTPS"));
    }

    @ParameterizedTest
    @MethodSource("keyFiles")
    void aKeyFileThatIsNoneIsRefusedAndNotRepeated(String keyFile, String message) {
        GoogleDouble server = start(SMALL);
        OneEndpoint.Description description = of(server, SMALL).secret("key-file", keyFile);
        EndpointException refused = assertThrows(EndpointException.class, () -> OneEndpoint.open(description));
        assertEquals(FindingCode.NO_CREDENTIALS, refused.code());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
        assertEquals(List.of(), server.calls());
    }
}
