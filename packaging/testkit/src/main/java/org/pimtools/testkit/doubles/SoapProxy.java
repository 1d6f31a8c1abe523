package org.pimtools.testkit.doubles;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.pimtools.testkit.server.ServerCertificate;
import org.w3c.dom.Node;

/** An HTTPS server in front of a plain HTTP one, which counts and names the SOAP calls that pass; bodies are not kept. */
public final class SoapProxy implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI target;
    private final ServerCertificate certificate;
    private final RequestLog log = new RequestLog();
    private volatile UnaryOperator<byte[]> answers = UnaryOperator.identity();
    private final HttpListener listener;

    private SoapProxy(URI target, ServerCertificate certificate) {
        this.target = target;
        this.certificate = certificate;
        this.listener = HttpListener.with(certificate, this::forward);
    }

    /** @param target of plain HTTP, such as a simulator's without TLS */
    public static SoapProxy start(URI target, ServerCertificate certificate) {
        return new SoapProxy(target, certificate);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return listener.port();
    }

    /** The address that stands for the target's. */
    public URI url() {
        return listener.url(target.getPath());
    }

    public ServerCertificate certificate() {
        return certificate;
    }

    /** The certificate's SHA-256 as lower-case hexadecimal. */
    public String fingerprint() {
        return certificate.sha256();
    }

    /** Changes the body of every answer to come. */
    public void changeAnswers(UnaryOperator<byte[]> change) {
        answers = change;
    }

    public RequestLog log() {
        return log;
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer forward(HttpExchange.Request request) {
        log.add(SoapMessage.method(request.body())
                .map(Node::getLocalName)
                .orElse(request.method() + " " + request.path()));
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(target.resolve(request.path()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : new String[] {"Content-Type", "SOAPAction", "Cookie"}) {
            request.header(name).ifPresent(value -> forwarded.header(name, value));
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>();
            for (String name : new String[] {"Content-Type", "Set-Cookie"}) {
                response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
            }
            return new HttpExchange.Reply(response.statusCode(), headers, answers.apply(response.body()));
        } catch (IOException e) {
            return new HttpExchange.Reply(502, Map.of(), new byte[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HttpExchange.Silence();
        }
    }
}
