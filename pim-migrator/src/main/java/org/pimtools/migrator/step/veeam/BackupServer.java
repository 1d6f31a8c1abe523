package org.pimtools.migrator.step.veeam;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * Backup &amp; Replication's own REST interface, of version 11 and later. A job is edited by sending it back whole, so it is read,
 * given its name and sent, and nothing else of it is changed. Source: the vendor's REST API Reference, revisions 1.1-rev0 to
 * 1.3-rev1.
 */
final class BackupServer implements JobServer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PAGE = 500;
    private static final int LARGEST_SKIP = 1_000_000;
    private static final String KIND = "application/json; charset=utf-8";

    private final RemoteClient plain;
    private final RemoteClient client;
    private final TokenSigner token;
    private final String revision;

    /** @param revision what the header {@code x-api-version} says */
    BackupServer(RemoteClient client, String user, Secret password, String revision) {
        this.plain = client;
        this.revision = revision;
        this.token = TokenSigner.bearer(() -> login(user, password));
        this.client = client.signedBy(token);
    }

    private Secret login(String user, Secret password) throws RemoteException, InterruptedException {
        String form = "grant_type=password&username=" + encoded(user) + "&password=" + encoded(password.reveal());
        Request request = versioned(
                Request.post(plain.origin().at("/api/oauth2/token"), "application/x-www-form-urlencoded", form));
        return plain.send(request, answer -> {
            try (JsonParser parser = JSON.createParser(answer.body())) {
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING
                            && "access_token".equals(parser.currentName())) {
                        return Secret.of(parser.getText());
                    }
                }
            }
            throw RemoteException.failed("the answer has no token");
        });
    }

    @Override
    public List<Job> jobs() throws RemoteException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        int total = 1;
        while (jobs.size() < total) {
            String page = "/api/v1/jobs/states?skip=" + jobs.size() + "&limit=" + PAGE;
            int before = jobs.size();
            total = client.send(versioned(Request.get(client.origin().at(page))), answer -> page(answer.body(), jobs));
            if (total > LARGEST_SKIP || jobs.size() == before && before < total) {
                throw RemoteException.failed("the list of jobs was not read to its end");
            }
        }
        return jobs;
    }

    /** Adds the jobs of a page and returns how many there are in all. */
    private static int page(InputStream body, List<Job> jobs) throws IOException, RemoteException {
        int total = -1;
        try (JsonParser parser = JSON.createParser(body)) {
            String id = null;
            String name = null;
            while (parser.nextToken() != null) {
                String path = parser.getParsingContext().pathAsPointer().toString();
                if (parser.currentToken() == JsonToken.VALUE_STRING && path.matches("/data/[0-9]+/id")) {
                    id = parser.getText();
                } else if (parser.currentToken() == JsonToken.VALUE_STRING && path.matches("/data/[0-9]+/name")) {
                    name = parser.getText();
                } else if (path.equals("/pagination/total") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    total = parser.getIntValue();
                } else if (parser.currentToken() == JsonToken.END_OBJECT && path.matches("/data/[0-9]+")) {
                    if (id == null || name == null) {
                        throw RemoteException.failed("the list of jobs has one without an id or a name");
                    }
                    jobs.add(new Job(id, name));
                    id = null;
                    name = null;
                }
            }
        }
        if (total < 0) {
            throw RemoteException.failed("the list of jobs does not say how many there are");
        }
        return total;
    }

    @Override
    public Edit rename(Job job, String name) throws RemoteException, InterruptedException {
        RemoteClient tolerant = client.accepting(BackupServer::isAnswer);
        Request read = versioned(Request.get(client.origin().at("/api/v1/jobs/" + encoded(job.id()))));
        Whole whole = tolerant.send(
                read,
                answer -> answer.status() == 200
                        ? new Whole(answer.status(), renamed(answer.body(), name))
                        : new Whole(answer.status(), message(answer.body())));
        if (whole.status() != 200) {
            return new Edit.Refused("the job cannot be read: " + ServerMessage.of(whole.status(), whole.text()));
        }
        Request edit = versioned(Request.of("PUT", read.uri()).body(KIND, whole.text()))
                .repeatable();
        return tolerant.send(
                edit,
                answer -> answer.status() < 300
                        ? new Edit.Accepted()
                        : new Edit.Refused(ServerMessage.of(answer.status(), message(answer.body()))));
    }

    /** The job's JSON, or what the server said instead. */
    private record Whole(int status, String text) {}

    /** What concerns this one job; the rest is judged by the status alone. */
    private static boolean isAnswer(int status) {
        return switch (status) {
            case 200, 201, 202, 204, 400, 403, 404, 405, 409, 500, 501 -> true;
            default -> false;
        };
    }

    /** The same job with another name; every other value is copied as it stands. */
    private static String renamed(InputStream body, String name) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonParser parser = JSON.createParser(body);
                JsonGenerator generator = JSON.createGenerator(text)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals("/name")
                        && parser.currentToken().isScalarValue()) {
                    generator.writeString(name);
                } else {
                    generator.copyCurrentEventExact(parser);
                }
            }
        }
        return text.toString();
    }

    private static String message(InputStream body) throws IOException {
        byte[] start = body.readNBytes(1 << 14);
        try (JsonParser parser = JSON.createParser(start)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "message".equals(parser.currentName())) {
                    return parser.getText();
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    /** This interface answers when it is done. */
    @Override
    public TaskState task(String task) {
        return TaskState.ENDED;
    }

    @Override
    public void close() {
        if (token.token().isEmpty()) {
            return;
        }
        try {
            client.send(versioned(Request.post(client.origin().at("/api/oauth2/logout"), KIND, "{}")), answer -> null);
        } catch (RemoteException e) {
            // the token ends by itself, after a quarter of an hour
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Request versioned(Request request) {
        return request.header("x-api-version", revision).header("Accept", "application/json");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
