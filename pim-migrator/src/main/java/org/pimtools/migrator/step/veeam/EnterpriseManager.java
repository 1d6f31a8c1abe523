package org.pimtools.migrator.step.veeam;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * The REST interface of Veeam Backup Enterprise Manager, of version 9.5 update 4 and later. Links in its answers name the server as
 * it calls itself; they are not followed, what is needed is put together of ids. Source: the vendor's Enterprise Manager REST API
 * Reference, versions 9.5u4, 10 and 13. The reference does not list the name among what an edit changes, so a caller reads back.
 */
final class EnterpriseManager implements JobServer {
    private static final String NAMESPACE = "http://www.veeam.com/ent/v1.0";
    private static final String SESSION = "X-RestSvcSessionId";
    private static final String XML = "application/xml";
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 2_000;

    private final RemoteClient plain;
    private final RemoteClient client;
    private final TokenSigner session;
    private String sessionId;

    EnterpriseManager(RemoteClient client, String user, Secret password) {
        this.plain = client;
        this.session = new TokenSigner(() -> login(user, password), (request, token) -> request.header(SESSION, token));
        this.client = client.signedBy(session);
    }

    private Secret login(String user, Secret password) throws RemoteException, InterruptedException {
        Request request = accepting(Request.of("POST", plain.origin().at("/api/sessionMngr/?v=latest")))
                .basic(user, password);
        return plain.send(request, answer -> {
            sessionId = Entity.read(answer.body()).text("SessionId").orElse("");
            return Secret.of(answer.headers()
                    .first(SESSION)
                    .orElseThrow(() -> RemoteException.failed("the answer has no session")));
        });
    }

    @Override
    public List<Job> jobs() throws RemoteException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        int pages = 1;
        for (int page = 1; page <= pages; page++) {
            URI uri = client.origin().at("/api/query?type=Job&pageSize=" + PAGE + "&page=" + page);
            Entity result = client.send(accepting(Request.get(uri)), answer -> Entity.read(answer.body()));
            pages = result.number("PagingInfo", "PagesCount")
                    .filter(count -> count <= MOST_PAGES)
                    .orElseThrow(() -> RemoteException.failed("the list of jobs does not say how many pages it has"));
            if (pages > 0 && result.number("PagingInfo", "PageNum").orElse(0) != page) {
                throw RemoteException.failed("the list of jobs has another page than the one that was asked for");
            }
            jobs.addAll(result.jobs());
        }
        return jobs;
    }

    @Override
    public Edit rename(Job job, String name) throws RemoteException, InterruptedException {
        if (!Entity.carries(name)) {
            return new Edit.Refused("XML cannot carry a character of the new name");
        }
        URI uri = client.origin().at("/api/jobs/" + job.id() + "?action=edit");
        Request edit =
                accepting(Request.of("PUT", uri).body(XML, edit(job, name))).repeatable();
        return client.accepting(EnterpriseManager::isAnswer).send(edit, answer -> {
            int status = answer.status();
            if (status >= 300) {
                return new Edit.Refused(ServerMessage.of(status, message(answer.body())));
            }
            if (status != 202) {
                return new Edit.Accepted();
            }
            return new Edit.Begun(Entity.read(answer.body())
                    .text("TaskId")
                    .filter(EnterpriseManager::isPlain)
                    .orElseThrow(() -> RemoteException.failed("the answer has no task")));
        });
    }

    private static String edit(Job job, String name) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Job xmlns=\"" + NAMESPACE + "\" Type=\"Job\" Name=\""
                + Entity.attribute(name) + "\" UID=\"" + Entity.JOB + job.id() + "\"/>";
    }

    /** What concerns this one job; the rest is judged by the status alone. */
    private static boolean isAnswer(int status) {
        return switch (status) {
            case 200, 202, 204, 400, 403, 404, 405, 409, 500, 501 -> true;
            default -> false;
        };
    }

    private static String message(InputStream body) throws IOException {
        try {
            return Entity.read(body).message().orElse("");
        } catch (RemoteException e) {
            return "";
        }
    }

    @Override
    public TaskState task(String task) throws RemoteException, InterruptedException {
        if (!isPlain(task)) {
            return TaskState.ENDED;
        }
        Request poll = accepting(Request.get(client.origin().at("/api/tasks/" + task)));
        return client.accepting(status -> status == 200 || status == 404).send(poll, answer -> {
            if (answer.status() == 404) {
                return TaskState.ENDED;
            }
            Entity seen = Entity.read(answer.body());
            if (!seen.text("State").orElse("").equals("Finished")) {
                return TaskState.RUNNING;
            }
            return seen.attribute("Result", "Success").orElse("true").equalsIgnoreCase("true")
                    ? TaskState.ENDED
                    : TaskState.failed(ServerMessage.task(seen.text("Message").orElse("")));
        });
    }

    @Override
    public void close() {
        if (session.token().isEmpty() || !isPlain(sessionId)) {
            return;
        }
        try {
            client.send(Request.of("DELETE", client.origin().at("/api/logonSessions/" + sessionId)), answer -> null);
        } catch (RemoteException e) {
            // the session ends by itself, after a quarter of an hour without a request
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request accepting(Request request) {
        return request.header("Accept", XML);
    }

    /** Whether an id can stand in a path as it is. */
    private static boolean isPlain(String id) {
        return id.matches("[A-Za-z0-9_.-]{1,128}") && !id.startsWith(".");
    }
}
