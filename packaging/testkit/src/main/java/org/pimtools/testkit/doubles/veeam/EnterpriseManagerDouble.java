package org.pimtools.testkit.doubles.veeam;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.RequestLog;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * A Veeam Backup Enterprise Manager of our own: logging in and out, the list of jobs by pages, one job, its edit, and the task
 * that an edit becomes. It speaks XML.
 *
 * <p>Written from the vendor's "Enterprise Manager REST API Reference" for the versions 9.5u4, 10 and 13: HTTP
 * Authentication, {@code POST /sessionMngr}, {@code GET /query} with {@code type}, {@code filter}, {@code pageSize} and
 * {@code page}, {@code GET /jobs/{ID}}, {@code PUT /jobs/{ID}?action=edit}, {@code GET /tasks/{ID}},
 * {@code DELETE /logonSessions/{ID}}, HTTP Response Codes. Inferred: what becomes of the {@code Name} in an edit, since the
 * reference does not list it among the elements that can be modified (the three ways of {@link Renaming} are the three
 * that are thinkable); the text of an error; that {@code ==} ignores case; that a task outlives the session. Never
 * compared with a real server.
 */
public final class EnterpriseManagerDouble implements AutoCloseable {
    private static final String NAMESPACE = "xmlns=\"http://www.veeam.com/ent/v1.0\"";
    private static final String API = "/api/";

    private final Options options;
    private final Sessions sessions = new Sessions();
    private final EditTasks tasks;
    private final JobServer server;

    /**
     * What to play.
     *
     * @param certificate none for plain HTTP, as on port 9399
     * @param largestPage most jobs in one answer, at least 1, whatever page size is asked for
     * @param taskEnd when an edit is finished
     * @param taskFails whether an edit is accepted and then fails
     */
    public record Options(
            BackupJobs jobs,
            String user,
            String password,
            Optional<ServerCertificate> certificate,
            int largestPage,
            Renaming renaming,
            TaskEnd taskEnd,
            boolean taskFails) {
        public Options {
            Objects.requireNonNull(jobs);
            Objects.requireNonNull(taskEnd);
            if (largestPage < 1) {
                throw new IllegalArgumentException("a page holds at least one job");
            }
        }

        /** Plain HTTP, a random password, large pages, edits that rename and are finished when they are asked for. */
        public static Options of(BackupJobs jobs) {
            return new Options(
                    jobs,
                    "BACKUP\\pim",
                    UUID.randomUUID().toString(),
                    Optional.empty(),
                    10_000,
                    Renaming.WORKS,
                    new TaskEnd.AfterPolls(0),
                    false);
        }

        public Options secured() {
            return new Options(
                    jobs,
                    user,
                    password,
                    Optional.of(Certificates.valid(Certificates.KeyKind.EC)),
                    largestPage,
                    renaming,
                    taskEnd,
                    taskFails);
        }

        public Options largestPage(int jobsInOneAnswer) {
            return new Options(jobs, user, password, certificate, jobsInOneAnswer, renaming, taskEnd, taskFails);
        }

        public Options renaming(Renaming way) {
            return new Options(jobs, user, password, certificate, largestPage, way, taskEnd, taskFails);
        }

        public Options taskEnd(TaskEnd end) {
            return new Options(jobs, user, password, certificate, largestPage, renaming, end, taskFails);
        }

        public Options failingTasks() {
            return new Options(jobs, user, password, certificate, largestPage, renaming, taskEnd, true);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Options[" + user + ", " + jobs.all().size() + " jobs]";
        }
    }

    private EnterpriseManagerDouble(Options options) {
        this.options = options;
        this.tasks = new EditTasks(options.taskEnd(), options.taskFails(), this::rename);
        this.server = new JobServer(new Speech(), options.certificate());
    }

    public static EnterpriseManagerDouble start(Options options) {
        return new EnterpriseManagerDouble(options);
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

    public Optional<ServerCertificate> certificate() {
        return options.certificate();
    }

    /** Method and path of every request, without the query. */
    public RequestLog log() {
        return server.log();
    }

    public SessionCount sessions() {
        return sessions.count();
    }

    /** How many edits are running. */
    public int runningTasks() {
        return tasks.running();
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

    private void rename(String id, String name) {
        if (options.renaming() == Renaming.WORKS && jobs().find(id).isPresent()) {
            jobs().rename(id, name);
        }
    }

    private String url(String path) {
        String scheme = options.certificate().isPresent() ? "https" : "http";
        return EntityXml.escape(scheme + "://" + host() + ":" + port() + API + path);
    }

    private final class Speech implements JobServer.Protocol {
        @Override
        public Place place(Target target) {
            if (target.is("POST", API + "sessionMngr/")) {
                return Place.LOGIN;
            }
            if (target.is("GET", API + "query")) {
                return Place.LIST;
            }
            if (target.after(API + "jobs/").isPresent()) {
                return target.method().equals("PUT") ? Place.EDIT : Place.READ;
            }
            if (target.after(API + "tasks/").isPresent()) {
                return Place.TASK;
            }
            return target.after(API + "logonSessions/").isPresent() ? Place.LOGOUT : Place.OTHER;
        }

        @Override
        public HttpExchange.Reply answer(Target target, HttpExchange.Request request) {
            if (place(target) == Place.LOGIN) {
                return login(request);
            }
            Optional<String> session = request.header("X-RestSvcSessionId").filter(sessions::knows);
            if (session.isEmpty()) {
                return unauthorized();
            }
            return switch (place(target)) {
                case LIST -> list(target);
                case READ -> job(target);
                case EDIT -> edit(target, request);
                case TASK -> task(target);
                case LOGOUT -> logout(target);
                default -> EntityXml.error(404, "The double does not know this resource.");
            };
        }

        @Override
        public HttpExchange.Reply unauthorized() {
            return EntityXml.error(401, "Unauthorized").with("WWW-Authenticate", "Basic Realm=RestSvc");
        }

        @Override
        public Sessions sessions() {
            return sessions;
        }
    }

    private HttpExchange.Reply login(HttpExchange.Request request) {
        String pair = options.user() + ":" + options.password();
        String wanted = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").orElse("").equals(wanted)) {
            return EntityXml.error(401, "Unauthorized").with("WWW-Authenticate", "Basic Realm=RestSvc");
        }
        String session = sessions.open();
        String itself = url("logonSessions/" + session);
        return EntityXml.reply(
                        201,
                        "<LogonSession " + NAMESPACE + " Type=\"LogonSession\" Href=\"" + itself + "\"><Links>"
                                + "<Link Rel=\"Down\" Type=\"JobReferenceList\" Href=\"" + url("jobs") + "\"/>"
                                + "<Link Rel=\"Delete\" Type=\"LogonSession\" Href=\"" + itself + "\"/></Links>"
                                + "<UserName>" + EntityXml.escape(options.user()) + "</UserName><SessionId>" + session
                                + "</SessionId></LogonSession>")
                .with("X-RestSvcSessionId", session)
                .with("Set-Cookie", "X-RestSvcSessionId=" + session + "; Path=/api;");
    }

    private HttpExchange.Reply logout(Target target) {
        return target.method().equals("DELETE")
                        && sessions.close(target.after(API + "logonSessions/").orElseThrow())
                ? new HttpExchange.Reply(204, Map.of(), new byte[0])
                : EntityXml.error(404, "There is no such session.");
    }

    private HttpExchange.Reply list(Target target) {
        if (!target.query().getOrDefault("type", "").equalsIgnoreCase("Job")) {
            return EntityXml.error(400, "The double knows jobs only.");
        }
        tasks.look();
        Optional<NameFilter> filter = NameFilter.of(target.query());
        if (filter.isEmpty()) {
            return EntityXml.error(400, "The filter cannot be understood.");
        }
        List<BackupJobs.Job> found = jobs().all().stream()
                .filter(job -> filter.get().matches(job.name()))
                .toList();
        int size = Math.min(options.largestPage(), target.number("pagesize", options.largestPage()));
        int pages = (found.size() + size - 1) / size;
        int page = target.number("page", 1);
        StringBuilder body = new StringBuilder("<QueryResult " + NAMESPACE + "><Refs>");
        found.stream().skip((long) (page - 1) * size).limit(size).forEach(job -> body.append(reference(job)));
        body.append("</Refs><PagingInfo PageNum=\"" + page + "\" PageSize=\"" + size + "\" PagesCount=\"" + pages
                + "\"><Links>");
        if (page < pages) {
            String next = "query?type=Job&pageSize=" + size + "&page=" + (page + 1);
            body.append("<Link Rel=\"Next\" Href=\"" + url(next) + "\"/>");
        }
        return EntityXml.reply(200, body + "</Links></PagingInfo></QueryResult>");
    }

    private String reference(BackupJobs.Job job) {
        return "<Ref Type=\"JobReference\" Href=\"" + url("jobs/" + job.id()) + "\" " + EntityXml.identity(job)
                + "><Links><Link Rel=\"Alternate\" Type=\"Job\" Href=\"" + url("jobs/" + job.id() + "?format=Entity")
                + "\" Name=\"" + EntityXml.escape(job.name()) + "\"/></Links></Ref>";
    }

    private HttpExchange.Reply job(Target target) {
        tasks.look();
        return jobs().find(target.after(API + "jobs/").orElseThrow())
                .map(job -> EntityXml.reply(
                        200,
                        "<Job " + NAMESPACE + " Type=\"Job\" Href=\"" + url("jobs/" + job.id() + "?format=Entity")
                                + "\" " + EntityXml.identity(job) + "><Links><Link Rel=\"Edit\" Type=\"JobReference\""
                                + " Href=\"" + url("jobs/" + job.id() + "?action=edit") + "\"/></Links>"
                                + "<JobType>Backup</JobType><Platform>VMware</Platform>"
                                + "<Description>Created by the platform</Description>"
                                + "<ScheduleConfigured>true</ScheduleConfigured>"
                                + "<ScheduleEnabled>true</ScheduleEnabled></Job>"))
                .orElseGet(() -> EntityXml.error(404, "There is no such job."));
    }

    private HttpExchange.Reply edit(Target target, HttpExchange.Request request) {
        Optional<BackupJobs.Job> job = jobs().find(target.after(API + "jobs/").orElseThrow());
        Optional<String> name = EntityXml.jobName(request.body());
        if (job.isEmpty()) {
            return EntityXml.error(404, "There is no such job.");
        }
        boolean understood = target.query().getOrDefault("action", "").equals("edit")
                && request.header("Content-Type").orElse("").startsWith("application/xml");
        if (name.isEmpty() || !understood) {
            return EntityXml.error(400, "The request cannot be understood.");
        }
        if (options.renaming() == Renaming.REFUSED) {
            return EntityXml.error(400, "The name of a job cannot be modified.");
        }
        return taskReply(202, tasks.begin(job.get().id(), name.get()));
    }

    private HttpExchange.Reply task(Target target) {
        return tasks.poll(target.after(API + "tasks/").orElseThrow())
                .map(task -> taskReply(200, task))
                .orElseGet(() -> EntityXml.error(404, "There is no such task."));
    }

    private HttpExchange.Reply taskReply(int status, EditTasks.View task) {
        String itself = url("tasks/" + task.id());
        return EntityXml.reply(
                status,
                "<Task " + NAMESPACE + " Type=\"Task\" Href=\"" + itself
                        + "\"><Links><Link Rel=\"Delete\" Type=\"Task\""
                        + " Href=\"" + itself + "\"/></Links><TaskId>" + task.id() + "</TaskId><State>" + task.state()
                        + "</State><Operation>EditJob</Operation>" + task.result() + "</Task>");
    }
}
