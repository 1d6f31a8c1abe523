package org.pimtools.migrator.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.server.ServerCertificate;

/** An HTTPS server that knows who it is when a vSphere client asks, and answers everything else as it is told. */
final class OddServer implements AutoCloseable {
    static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final Pattern METHOD = Pattern.compile("Body><(\\w+) ");
    private static final String CONTENT = """
            <Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>
            <RetrieveServiceContentResponse xmlns="urn:vim25"><returnval>
            <rootFolder type="Folder">root</rootFolder>
            <propertyCollector type="PropertyCollector">collector</propertyCollector>
            <viewManager type="ViewManager">views</viewManager>
            <about><name>odd</name><instanceUuid>%s</instanceUuid></about>
            <sessionManager type="SessionManager">sessions</sessionManager>
            </returnval></RetrieveServiceContentResponse></Body></Envelope>
            """.formatted(UUID);

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** Answers a request; the exchange is closed afterwards, and with it an answer that is not whole. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private OddServer(ServerCertificate certificate, boolean knowsItself, Behaviour behaviour) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher method = METHOD.matcher(request);
            log.add(method.find() ? method.group(1) : "?");
            try (exchange) {
                if (knowsItself && request.contains("<RetrieveServiceContent ")) {
                    send(exchange, 200, CONTENT);
                } else {
                    behaviour.answer(exchange);
                }
            }
        });
        server.start();
    }

    /** Answers everything in the same odd way. */
    static OddServer always(ServerCertificate certificate, Behaviour behaviour) throws IOException {
        return new OddServer(certificate, false, behaviour);
    }

    /** Says which vSphere server it is, and is odd from the login on. */
    static OddServer fromTheLoginOn(ServerCertificate certificate, Behaviour behaviour) throws IOException {
        return new OddServer(certificate, true, behaviour);
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void sendWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(blanks);
            }
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The methods that were called, in order. */
    List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
