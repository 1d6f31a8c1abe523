package org.pimtools.testkit.doubles.veeam;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.RequestLog;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * A Veeam Backup &amp; Replication server of our own, with its own REST interface over HTTPS: tokens, the list of jobs and of
 * their states by pages, one job whole, and its edit.
 *
 * <p>Written from the vendor's OpenAPI descriptions of the revisions 1.1-rev0, 1.2-rev1 and 1.3-rev1: {@code POST
 * /api/oauth2/token} and {@code /api/oauth2/logout}, {@code GET /api/v1/jobs} and {@code /api/v1/jobs/states} with {@code
 * nameFilter}, {@code skip} and {@code limit}, {@code GET} and {@code PUT /api/v1/jobs/{id}}, the header {@code
 * x-api-version}, and errors. Inferred: which error answers a revision that the server does not know, a name that another
 * job has, or an edit that leaves settings out; that two jobs can have one name. The answers hold against the
 * description of 1.1-rev0, and the published Python client {@code veeam-br} 0.5.1 read and renamed; neither is part of the
 * tests. Never compared with a real server.
 */
public final class BackupServerDouble implements AutoCloseable {
    private static final String API = "/api/v1/";
    private static final String JOBS = API + "jobs/";
    private static final String STATES = JOBS + "states";

    private final Options options;
    private final Sessions sessions = new Sessions();
    private final WholeJobs whole = new WholeJobs();
    private final JobServer server;

    /**
     * What to play.
     *
     * @param revisions the values of {@code x-api-version} that it takes
     * @param largestPage most jobs in one answer, at least 1, whatever limit is asked for
     * @param hidden names of jobs of a kind that this interface lists among the states only
     */
    public record Options(
            BackupJobs jobs,
            String user,
            String password,
            ServerCertificate certificate,
            List<String> revisions,
            int largestPage,
            Renaming renaming,
            List<String> hidden) {
        public Options {
            Objects.requireNonNull(jobs);
            revisions = List.copyOf(revisions);
            hidden = List.copyOf(hidden);
            if (largestPage < 1) {
                throw new IllegalArgumentException("a page holds at least one job");
            }
        }

        /** A certificate of its own, a random password, the revisions of version 12, large pages, edits that rename. */
        public static Options of(BackupJobs jobs) {
            return new Options(
                    jobs,
                    "BACKUP\\pim",
                    UUID.randomUUID().toString(),
                    Certificates.valid(Certificates.KeyKind.EC),
                    List.of("1.0-rev1", "1.0-rev2", "1.1-rev0"),
                    10_000,
                    Renaming.WORKS,
                    List.of());
        }

        public Options revisions(String... known) {
            return new Options(jobs, user, password, certificate, List.of(known), largestPage, renaming, hidden);
        }

        public Options largestPage(int jobsInOneAnswer) {
            return new Options(jobs, user, password, certificate, revisions, jobsInOneAnswer, renaming, hidden);
        }

        public Options renaming(Renaming way) {
            return new Options(jobs, user, password, certificate, revisions, largestPage, way, hidden);
        }

        public Options hidden(String... names) {
            return new Options(jobs, user, password, certificate, revisions, largestPage, renaming, List.of(names));
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Options[" + user + ", " + jobs.all().size() + " jobs]";
        }
    }

    private BackupServerDouble(Options options) {
        this.options = options;
        this.server = new JobServer(new Speech(), Optional.of(options.certificate()));
    }

    public static BackupServerDouble start(Options options) {
        return new BackupServerDouble(options);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return server.port();
    }

    public String user() {
        return options.user();
    }

    public String password() {
        return options.password();
    }

    public BackupJobs jobs() {
        return options.jobs();
    }

    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** The settings of a job as JSON, without its name. */
    public String settings(String id) {
        return whole.settingsOf(id);
    }

    /** Method and path of every request, without the query. */
    public RequestLog log() {
        return server.log();
    }

    public SessionCount sessions() {
        return sessions.count();
    }

    /** Misbehaves from now on, in one way at a time. */
    public void inject(FaultAt fault) {
        server.faults().inject(fault);
    }

    /** Cuts whatever is asked, until it is healed. */
    public void kill() {
        server.faults().kill();
    }

    /** Behaves again. */
    public void heal() {
        server.faults().heal();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Speech implements JobServer.Protocol {
        @Override
        public Place place(Target target) {
            return switch (target.method() + " " + target.path()) {
                case "POST /api/oauth2/token" -> Place.LOGIN;
                case "POST /api/oauth2/logout" -> Place.LOGOUT;
                case "GET " + API + "jobs", "GET " + STATES -> Place.LIST;
                default -> {
                    if (target.after(JOBS).isEmpty()) {
                        yield Place.OTHER;
                    }
                    yield target.method().equals("PUT") ? Place.EDIT : Place.READ;
                }
            };
        }

        @Override
        public HttpExchange.Reply answer(Target target, HttpExchange.Request request) {
            if (!options.revisions().contains(request.header("x-api-version").orElse(""))) {
                return error(400, "UnexpectedContent", "The API version is not supported.");
            }
            if (place(target) == Place.LOGIN) {
                return login(request);
            }
            Optional<String> token = request.header("Authorization")
                    .filter(value -> value.startsWith("Bearer "))
                    .map(value -> value.substring("Bearer ".length()))
                    .filter(sessions::knows);
            if (token.isEmpty()) {
                return unauthorized();
            }
            return switch (place(target)) {
                case LOGOUT -> {
                    sessions.close(token.get());
                    yield json(200, WholeJobs.JSON.createObjectNode());
                }
                case LIST ->
                    target.path().equals(STATES)
                            ? list(target, BackupServerDouble.this::state)
                            : list(target, BackupServerDouble.this::wholeOrNothing);
                case READ -> read(target);
                case EDIT -> edit(target, request);
                default -> error(404, "NotFound", "The double does not know this resource.");
            };
        }

        @Override
        public HttpExchange.Reply unauthorized() {
            return error(401, "ExpiredToken", "The token is missing or has expired.");
        }

        @Override
        public Sessions sessions() {
            return sessions;
        }
    }

    private HttpExchange.Reply login(HttpExchange.Request request) {
        Map<String, String> form = Target.parameters(new String(request.body(), StandardCharsets.UTF_8));
        if (!form.getOrDefault("grant_type", "").equals("password")) {
            return error(400, "UnexpectedContent", "The double knows the grant type password only.");
        }
        if (!options.user().equals(form.get("username")) || !options.password().equals(form.get("password"))) {
            return error(401, "AccessDenied", "The user name or password is incorrect.");
        }
        ObjectNode token = WholeJobs.JSON.createObjectNode();
        token.put("access_token", sessions.open());
        token.put("token_type", "bearer");
        token.put("refresh_token", UUID.randomUUID().toString());
        token.put("expires_in", 900);
        token.put(".issued", "2026-01-01T00:00:00+00:00");
        token.put(".expires", "2026-01-01T00:15:00+00:00");
        return json(200, token);
    }

    private HttpExchange.Reply list(Target target, Function<BackupJobs.Job, Optional<ObjectNode>> row) {
        String wanted = target.query().getOrDefault("namefilter", "*");
        List<ObjectNode> found = jobs().all().stream()
                .filter(job -> matches(wanted, job.name()))
                .flatMap(job -> row.apply(job).stream())
                .toList();
        int skip = target.number("skip", 0);
        int limit = Math.min(options.largestPage(), target.number("limit", options.largestPage()));
        ObjectNode answer = WholeJobs.JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        found.stream().skip(skip).limit(limit).forEach(data::add);
        answer.putObject("pagination")
                .put("total", found.size())
                .put("count", data.size())
                .put("skip", skip)
                .put("limit", limit);
        return json(200, answer);
    }

    /** The pattern can have an asterisk at either end; letters are compared in any case. */
    private static boolean matches(String pattern, String name) {
        String text = pattern.toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        boolean open = text.startsWith("*");
        boolean openEnd = text.length() > 1 && text.endsWith("*");
        String middle = text.substring(open ? 1 : 0, text.length() - (openEnd ? 1 : 0));
        if (open) {
            return openEnd || middle.isEmpty() ? lower.contains(middle) : lower.endsWith(middle);
        }
        return openEnd ? lower.startsWith(middle) : lower.equals(middle);
    }

    private Optional<ObjectNode> state(BackupJobs.Job job) {
        ObjectNode state = WholeJobs.JSON.createObjectNode();
        state.put("type", "Backup").put("id", job.id()).put("name", job.name());
        state.put("description", "Created by the platform").put("status", "inactive");
        state.put("lastResult", "Success").put("workload", "vm").put("objectsCount", 1);
        return Optional.of(state);
    }

    private Optional<ObjectNode> wholeOrNothing(BackupJobs.Job job) {
        return options.hidden().contains(job.name()) ? Optional.empty() : Optional.of(whole.of(job));
    }

    private Optional<BackupJobs.Job> job(Target target) {
        return target.after(JOBS)
                .flatMap(id -> jobs().find(id))
                .filter(job -> !options.hidden().contains(job.name()));
    }

    private HttpExchange.Reply read(Target target) {
        return job(target)
                .map(job -> json(200, whole.of(job)))
                .orElseGet(() -> error(404, "NotFound", "There is no such job."));
    }

    private HttpExchange.Reply edit(Target target, HttpExchange.Request request) {
        Optional<BackupJobs.Job> job = job(target);
        if (job.isEmpty()) {
            return error(404, "NotFound", "There is no such job.");
        }
        Optional<ObjectNode> sent = WholeJobs.read(job.get().id(), request.body());
        if (sent.isEmpty()) {
            return error(400, "UnexpectedContent", "The whole job has to be sent.");
        }
        if (options.renaming() == Renaming.REFUSED) {
            return error(400, "UnexpectedContent", "The name of a job cannot be changed.");
        }
        whole.replace(job.get().id(), sent.get());
        if (options.renaming() == Renaming.WORKS) {
            jobs().rename(job.get().id(), sent.get().get("name").asText());
        }
        return json(200, whole.of(jobs().find(job.get().id()).orElseThrow()));
    }

    private static HttpExchange.Reply json(int status, ObjectNode body) {
        return new HttpExchange.Reply(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpExchange.Reply error(int status, String code, String message) {
        ObjectNode error = WholeJobs.JSON.createObjectNode();
        return json(status, error.put("errorCode", code).put("message", message).put("resourceId", ""));
    }
}
