package org.pimtools.testkit.doubles.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.testkit.server.ServerCertificate;

@Tag("slow")
class VeeamDoublesTest {
    private static final String OLD = "it's <b> & \"c\" %2f é😀 * ABQ_1";
    private static final String NEW = "it's <b> & \"c\" %2f é😀 * eb75c6bf#vm-1";

    private static BackupJobs jobs() {
        List<String> names = new ArrayList<>(IntStream.rangeClosed(1, 250)
                .mapToObj(number -> "job " + number)
                .toList());
        names.add(120, OLD);
        return BackupJobs.named(names);
    }

    private static List<String> renamed(List<String> names) {
        return names.stream().map(name -> name.equals(OLD) ? NEW : name).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIndependentClientReadsEnterpriseManagerToItsEndAndRenamesAJob(boolean secured, @TempDir Path folder)
            throws Exception {
        EnterpriseManagerDouble.Options options =
                EnterpriseManagerDouble.Options.of(jobs()).taskEnd(new TaskEnd.AfterPolls(2));
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(secured ? options.secured() : options)) {
            List<String> names = server.jobs().names();
            JsonNode seen = PythonClient.run(
                    folder,
                    "enterprise_manager.py",
                    server.certificate(),
                    server.password(),
                    (secured ? "https" : "http") + "://127.0.0.1:" + server.port(),
                    server.user(),
                    "100",
                    OLD,
                    NEW);
            assertEquals(names, PythonClient.names(seen.get("before")));
            assertEquals(List.of("Running", "Running", "Running", "Finished"), PythonClient.names(seen.get("states")));
            assertEquals("true", seen.get("success").asText());
            assertEquals(NEW, seen.get("renamed").asText());
            assertEquals(renamed(names), PythonClient.names(seen.get("after")));
            assertEquals(renamed(names), server.jobs().names());
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
            assertEquals(6, server.log().count("GET /api/query"));
        }
    }

    @Test
    void anIndependentClientReadsBackupAndReplicationToItsEndAndRenamesAJob(@TempDir Path folder) throws Exception {
        try (BackupServerDouble server = BackupServerDouble.start(BackupServerDouble.Options.of(jobs()))) {
            List<String> names = server.jobs().names();
            String id = server.jobs().idOf(OLD);
            String settings = server.settings(id);
            JsonNode seen = PythonClient.run(
                    folder,
                    "backup_server.py",
                    Optional.of(server.certificate()),
                    server.password(),
                    "https://127.0.0.1:" + server.port(),
                    server.user(),
                    "100",
                    OLD,
                    NEW);
            assertEquals(names, PythonClient.names(seen.get("before")));
            assertEquals(names, PythonClient.names(seen.get("states")));
            assertEquals(List.of(OLD), PythonClient.names(seen.get("filtered")));
            assertEquals(NEW, seen.get("renamed").asText());
            assertEquals(renamed(names), PythonClient.names(seen.get("after")));
            assertEquals(settings, server.settings(id));
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
            assertEquals(7, server.log().count("GET /api/v1/jobs"));
        }
    }

    @Test
    void aNameCanBeKeptSilentlyAndRefused() throws Exception {
        for (Renaming way : List.of(Renaming.IGNORED, Renaming.REFUSED)) {
            BackupJobs jobs = BackupJobs.named("a", "b");
            try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                    EnterpriseManagerDouble.Options.of(jobs).renaming(way))) {
                Em client = new Em(server);
                assertEquals(way == Renaming.IGNORED ? 202 : 400, client.rename("a", "c"));
                client.get("/api/tasks/task-1");
                assertEquals(List.of("a", "b"), jobs.names());
            }
        }
    }

    @Test
    void aTaskEndsWhenItsTimeHasCome() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(jobs).taskEnd(new TaskEnd.After(Duration.ofMinutes(1), now::get)))) {
            Em client = new Em(server);
            client.rename("a", "b");
            assertTrue(client.get("/api/tasks/task-1").body().contains("<State>Running</State>"));
            now.set(Instant.EPOCH.plusSeconds(59));
            assertTrue(client.get("/api/query?type=Job").body().contains("Name=\"a\""));
            assertEquals(1, server.runningTasks());
            now.set(Instant.EPOCH.plusSeconds(60));
            assertTrue(client.get("/api/query?type=Job").body().contains("Name=\"b\""));
            assertTrue(client.get("/api/tasks/task-1").body().contains("<Result Success=\"true\">"));
            assertEquals(0, server.runningTasks());
        }
    }

    @Test
    void aTaskCanFail() throws Exception {
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(jobs).failingTasks())) {
            Em client = new Em(server);
            assertEquals(202, client.rename("a", "b"));
            assertTrue(client.get("/api/tasks/task-1").body().contains("<Result Success=\"false\">"));
            assertEquals(List.of("a"), jobs.names());
        }
    }

    @Test
    void faultsShowAtTheirPlaceAndNowhereElse() throws Exception {
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs))) {
            Em client = new Em(server);
            server.inject(new FaultAt(Place.LIST, Effect.BUSY, 2, 2));
            List<Integer> statuses = new ArrayList<>();
            for (int request = 0; request < 4; request++) {
                statuses.add(client.get("/api/query?type=Job").statusCode());
            }
            assertEquals(List.of(200, 503, 503, 200), statuses);
            server.inject(new FaultAt(Place.LIST, Effect.CUT_BEFORE, 1, 5)); // Java's client asks once more by itself
            assertThrows(IOException.class, () -> client.get("/api/query?type=Job"));
            server.inject(FaultAt.next(Place.LIST, Effect.NEVER_ANSWERS));
            assertThrows(HttpTimeoutException.class, () -> client.get("/api/query?type=Job", Duration.ofSeconds(1)));
            server.inject(FaultAt.next(Place.EDIT, Effect.DEAD_AFTER));
            assertThrows(IOException.class, () -> client.rename("a", "b"));
            assertThrows(IOException.class, () -> client.get("/api/query?type=Job"));
            server.heal();
            assertTrue(client.get("/api/tasks/task-1").body().contains("Finished"));
            assertEquals(List.of("b"), jobs.names());
            server.inject(FaultAt.next(Place.LIST, Effect.SESSION_EXPIRED));
            assertEquals(401, client.get("/api/query?type=Job").statusCode());
            assertEquals(401, client.get("/api/query?type=Job").statusCode());
            assertEquals(new SessionCount(1, 0, 0), server.sessions());
        }
    }

    @Test
    void backupAndReplicationWantsItsRevisionAndTheWholeJob() throws Exception {
        BackupJobs jobs = BackupJobs.named("a", "agent");
        try (BackupServerDouble server = BackupServerDouble.start(
                BackupServerDouble.Options.of(jobs).hidden("agent").revisions("1.0-rev1"))) {
            Br client = new Br(server);
            String path = "/api/v1/jobs/" + jobs.idOf("a");
            assertEquals(400, client.send("1.1-rev0", "GET", path, "").statusCode());
            assertEquals(200, client.send("1.0-rev1", "GET", path, "").statusCode());
            String nameAlone = "{\"id\":\"" + jobs.idOf("a") + "\",\"name\":\"b\"}";
            assertEquals(400, client.send("1.0-rev1", "PUT", path, nameAlone).statusCode());
            assertEquals(
                    404,
                    client.send("1.0-rev1", "GET", "/api/v1/jobs/" + jobs.idOf("agent"), "")
                            .statusCode());
            assertTrue(client.send("1.0-rev1", "GET", "/api/v1/jobs/states", "")
                    .body()
                    .contains("\"agent\""));
            assertEquals(List.of("a", "agent"), jobs.names());
        }
    }

    private static HttpClient client(Optional<ServerCertificate> certificate) {
        HttpClient.Builder builder = HttpClient.newBuilder();
        certificate.ifPresent(shown -> builder.sslContext(shown.clientContext()));
        return builder.build();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
    }

    private static final class Em {
        private final EnterpriseManagerDouble server;
        private final HttpClient http;
        private final String session;

        Em(EnterpriseManagerDouble server) throws IOException, InterruptedException {
            this.server = server;
            this.http = client(server.certificate());
            String pair = server.user() + ":" + server.password();
            HttpRequest login = request(url("/api/sessionMngr/?v=latest"))
                    .header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            session = http.send(login, HttpResponse.BodyHandlers.ofString())
                    .headers()
                    .firstValue("X-RestSvcSessionId")
                    .orElseThrow();
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return get(path, Duration.ofMinutes(2));
        }

        HttpResponse<String> get(String path, Duration limit) throws IOException, InterruptedException {
            return http.send(
                    request(url(path))
                            .header("X-RestSvcSessionId", session)
                            .timeout(limit)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        int rename(String from, String to) throws IOException, InterruptedException {
            HttpRequest edit = request(url("/api/jobs/" + server.jobs().idOf(from) + "?action=edit"))
                    .header("X-RestSvcSessionId", session)
                    .header("Content-Type", "application/xml")
                    .PUT(HttpRequest.BodyPublishers.ofString(
                            "<Job xmlns=\"http://www.veeam.com/ent/v1.0\" Name=\"" + to + "\"/>"))
                    .build();
            return http.send(edit, HttpResponse.BodyHandlers.ofString()).statusCode();
        }

        private String url(String path) {
            return "http://" + server.host() + ":" + server.port() + path;
        }
    }

    private static final class Br {
        private final BackupServerDouble server;
        private final HttpClient http;
        private final String token;

        Br(BackupServerDouble server) throws IOException, InterruptedException {
            this.server = server;
            this.http = client(Optional.of(server.certificate()));
            String form = "grant_type=password&username=BACKUP%5Cpim&password=" + server.password();
            HttpRequest login = request("https://" + server.host() + ":" + server.port() + "/api/oauth2/token")
                    .header("x-api-version", "1.0-rev1")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            token = WholeJobs.JSON
                    .readTree(http.send(login, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .get("access_token")
                    .asText();
        }

        HttpResponse<String> send(String revision, String method, String path, String body)
                throws IOException, InterruptedException {
            return http.send(
                    request("https://" + server.host() + ":" + server.port() + path)
                            .header("x-api-version", revision)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
