package org.pimtools.migrator.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The connections to one origin: carries a request there and the answer back, and puts into words what breaks on the
 * way.
 */
final class Transport {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    static {
        // the JDK gives a proxy no Basic login for a tunnel unless this is set; who writes a login into HTTPS_PROXY
        // wants it used
        String schemes = "jdk.http.auth.tunneling.disabledSchemes";
        if (System.getProperty(schemes) == null) {
            System.setProperty(schemes, "");
        }
    }

    private final Origin origin;
    private final Route route;
    private final Waiting waiting;
    private final HttpClient http;
    private final Faults faults;

    /**
     * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits; null for the JVM's trust store
     */
    Transport(Origin origin, String pin, Route route, CallGate gate) {
        this.origin = origin;
        this.route = route;
        this.waiting = gate.waiting();
        this.faults = new Faults(origin, route, gate.limits());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(route.proxy().map(Transport::selector).orElse(HttpClient.Builder.NO_PROXY))
                .connectTimeout(gate.limits().connect())
                .sslContext(PinnedTls.context(pin))
                .build();
    }

    private static ProxySelector selector(ProxyServer proxy) {
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host().text(), proxy.port()));
    }

    Origin origin() {
        return origin;
    }

    /** What is made of an answer whose head has come. */
    interface Handler<T, X extends Exception> {
        T answered(int status, Headers headers, BodyStream body)
                throws IOException, BusyException, RemoteException, X, InterruptedException;
    }

    /**
     * Sends a request once.
     *
     * @param time until the last byte of the answer
     * @param largestAnswer in bytes
     * @throws RemoteException when the request leads elsewhere, or there is no answer, or no whole one
     */
    <T, X extends Exception> T exchange(Request request, Duration time, long largestAnswer, Handler<T, X> handler)
            throws BusyException, RemoteException, X, InterruptedException {
        origin.require(request.uri());
        long end = System.nanoTime() + time.toNanos();
        HttpResponse<BodyStream> response = sent(request, time, end, largestAnswer);
        // the JDK gives no body for what a proxy answers to CONNECT
        try (BodyStream body = response.body()) {
            if (response.statusCode() == PROXY_AUTHENTICATION_REQUIRED
                    && route.proxy().isPresent()) {
                throw faults.proxyLogin();
            }
            return read(response, body, time, handler);
        }
    }

    private HttpResponse<BodyStream> sent(Request request, Duration time, long end, long largestAnswer)
            throws RemoteException, InterruptedException {
        HttpRequest.Builder builder;
        try {
            builder = request.builder(origin.reachable(request.uri()));
        } catch (UnknownHostException e) {
            throw faults.of(e, time);
        }
        route.proxy()
                .flatMap(ProxyServer::authorization)
                .ifPresent(login -> builder.setHeader("Proxy-Authorization", login.reveal()));
        // the request's own timeout ends with the answer's head; this one ends with its last byte
        CompletableFuture<HttpResponse<BodyStream>> exchange =
                http.sendAsync(builder.build(), head -> new BodyStream(waiting, end, largestAnswer, declared(head)));
        try {
            return waiting.get(end, exchange);
        } catch (TimeoutException e) {
            throw faults.overdue(time, e);
        } catch (ExecutionException e) {
            throw faults.of(e.getCause(), time);
        } finally {
            exchange.cancel(true);
        }
    }

    private static long declared(HttpResponse.ResponseInfo head) {
        try {
            return head.headers().firstValueAsLong("Content-Length").orElse(0);
        } catch (NumberFormatException e) {
            // the JDK refuses it
            return 0;
        }
    }

    private <T, X extends Exception> T read(
            HttpResponse<BodyStream> response, BodyStream body, Duration time, Handler<T, X> handler)
            throws BusyException, RemoteException, X, InterruptedException {
        try {
            return handler.answered(response.statusCode(), new Headers(response.headers()), body);
        } catch (IOException e) {
            if (body.failure().isPresent()) {
                throw faults.of(body.failure().get(), time);
            }
            throw new RemoteException(RemoteException.Reason.FAILED, "the answer cannot be read", false, e);
        } catch (Exception e) {
            // a parser hides in an exception of its own that the body ended too early
            if (body.failure().isPresent()) {
                throw faults.of(body.failure().get(), time);
            }
            throw e;
        }
    }
}
