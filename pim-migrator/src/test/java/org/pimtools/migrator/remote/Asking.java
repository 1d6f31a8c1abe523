package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/** An HTTPS server that answers as a test says, and who asks it; knows what it was asked. */
final class Asking implements AutoCloseable {
    static final ServerCertificate CERTIFICATE = Certificates.valid(Certificates.KeyKind.EC);

    /** Long enough for a busy machine, with hardly a pause between repetitions. */
    static final Limits PATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(4), 3, 2, Duration.ofMillis(1));

    private final List<HttpExchange.Request> asked = new CopyOnWriteArrayList<>();
    private final HttpListener server;

    /** @param answers by which request it is, from 1, and the request */
    Asking(Answers answers) {
        server = HttpListener.secured(() -> CERTIFICATE.serverContext().getSocketFactory(), () -> true, request -> {
            asked.add(request);
            return answers.to(asked.size(), request);
        });
    }

    /** How the server answers. */
    interface Answers {
        HttpExchange.Answer to(int no, HttpExchange.Request request);
    }

    /** Answers the first requests as listed, and all later ones like the last. */
    static Asking server(HttpExchange.Answer... answers) {
        return new Asking((no, request) -> answers[Math.min(no, answers.length) - 1]);
    }

    static HttpExchange.Reply reply(int status, String body, String... headers) {
        HttpExchange.Reply reply = new HttpExchange.Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            reply = reply.with(headers[i], headers[i + 1]);
        }
        return reply;
    }

    int port() {
        return server.port();
    }

    Origin origin() {
        return origin(HttpListener.LOOPBACK);
    }

    Origin origin(String host) {
        return Origin.https(HostAddress.of(host).orElseThrow(), port());
    }

    List<HttpExchange.Request> asked() {
        return List.copyOf(asked);
    }

    RemoteClient client() {
        return client(PATIENT);
    }

    RemoteClient client(Limits limits) {
        return client(CallGate.open(limits, Rate.DEFAULT, "it was not done"));
    }

    RemoteClient client(CallGate gate) {
        return RemoteClient.of(origin(), CERTIFICATE.sha256(), Route.DIRECT, gate);
    }

    Request get(String path) {
        return Request.get(origin().at(path));
    }

    Request post(String path) {
        return Request.post(origin().at(path), "text/plain", "body");
    }

    static String text(RemoteClient client, Request request) throws RemoteException, InterruptedException {
        return client.<String, RuntimeException>send(
                request, response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** Sends it, and wants that to fail. */
    static RemoteException fails(RemoteException.Reason reason, String message, RemoteClient client, Request request) {
        RemoteException fault = assertThrows(RemoteException.class, () -> text(client, request));
        assertEquals(reason, fault.reason(), fault::getMessage);
        assertTrue(fault.getMessage().contains(message), fault::getMessage);
        return fault;
    }

    /** Runs something and says how long it took. */
    static Duration took(Running running) throws Exception {
        long before = System.nanoTime();
        running.run();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    /** Something that may fail. */
    interface Running {
        void run() throws Exception;
    }

    /** What the server got in a header, request by request. */
    List<String> header(String name) {
        return asked.stream().map(request -> request.header(name).orElse("-")).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
