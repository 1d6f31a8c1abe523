package org.pimtools.migrator.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * Sends requests to one origin and nowhere else, through its gate: no redirect is followed, and a request to another origin is
 * refused before anything of it is sent. Each method that sets something gives another client of the same connections.
 */
public final class RemoteClient {
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final long LARGEST_ANSWER = 64L << 20;

    static {
        // the JDK gives a proxy no Basic login for a tunnel, unless an operator allows it; they do by writing one into
        // HTTPS_PROXY
        String schemes = "jdk.http.auth.tunneling.disabledSchemes";
        if (System.getProperty(schemes) == null) {
            System.setProperty(schemes, "");
        }
    }

    private final Origin origin;
    private final Route route;
    private final CallGate gate;
    private final HttpClient http;
    private final Signer signer;
    private final Verdict.Judge judge;
    private final IntPredicate accepted;
    private final long largestAnswer;
    private final Faults faults;

    private RemoteClient(
            Origin origin,
            Route route,
            CallGate gate,
            HttpClient http,
            Signer signer,
            Verdict.Judge judge,
            IntPredicate accepted,
            long largestAnswer) {
        this.origin = origin;
        this.route = route;
        this.gate = gate;
        this.http = http;
        this.signer = signer;
        this.judge = judge;
        this.accepted = accepted;
        this.largestAnswer = largestAnswer;
        this.faults = new Faults(origin, route, gate.limits());
    }

    /**
     * A client that signs nothing, accepts every answer from 200 to 299 of up to 64 MiB, and judges the others by their status.
     * Nothing is sent yet.
     *
     * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits; null for the JVM's trust store
     */
    public static RemoteClient of(Origin origin, String pin, Route route, CallGate gate) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(route.proxy().map(RemoteClient::selector).orElse(HttpClient.Builder.NO_PROXY))
                .connectTimeout(gate.limits().connect())
                .sslContext(PinnedTls.context(pin))
                .build();
        return new RemoteClient(
                origin,
                route,
                gate,
                http,
                Signer.NONE,
                Verdict::byStatus,
                status -> status >= OK && status < MULTIPLE_CHOICES,
                LARGEST_ANSWER);
    }

    private static ProxySelector selector(ProxyServer proxy) {
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host().text(), proxy.port()));
    }

    /** What each request is signed with, just before it is sent. */
    public RemoteClient signedBy(Signer other) {
        return new RemoteClient(
                origin, route, gate, http, Objects.requireNonNull(other), judge, accepted, largestAnswer);
    }

    /** What an answer means that is not accepted. */
    public RemoteClient judgedBy(Verdict.Judge other) {
        return new RemoteClient(
                origin, route, gate, http, signer, Objects.requireNonNull(other), accepted, largestAnswer);
    }

    /** Which statuses are read. */
    public RemoteClient accepting(IntPredicate statuses) {
        return new RemoteClient(
                origin, route, gate, http, signer, judge, Objects.requireNonNull(statuses), largestAnswer);
    }

    /** @param bytes of the largest body that is read */
    public RemoteClient largestAnswer(long bytes) {
        return new RemoteClient(origin, route, gate, http, signer, judge, accepted, bytes);
    }

    public Origin origin() {
        return origin;
    }

    /**
     * Sends a request and reads its answer to the last byte, also what the reader leaves. It is sent again when the server was too
     * busy to take it; once more when what signed it could be renewed; and if it is repeatable, when the connection broke.
     *
     * @throws RemoteException when the request leads elsewhere, or there is no answer that is accepted, or none to its end
     * @throws X what the reader threw
     */
    public <T, X extends Exception> T send(Request request, Response.Reader<T, X> reader)
            throws RemoteException, X, InterruptedException {
        origin.require(request.uri());
        try {
            return repeated(request, reader);
        } catch (TokenRefused e) {
            if (!signer.renew()) {
                throw e.lasting();
            }
        }
        try {
            return repeated(request, reader);
        } catch (TokenRefused e) {
            throw e.lasting();
        }
    }

    private <T, X extends Exception> T repeated(Request request, Response.Reader<T, X> reader)
            throws RemoteException, X, InterruptedException {
        if (!request.isRepeatable()) {
            return gate.<T, X>call(allowed -> attempt(request, reader, allowed));
        }
        try {
            return gate.<T, X>restarting(
                    RemoteClient::mayPass, () -> gate.<T, X>call(allowed -> attempt(request, reader, allowed)));
        } catch (RemoteException e) {
            // it was tried often enough: whoever does a larger work over again need not try this
            throw e.transientFault() ? e.lasting() : e;
        }
    }

    private static boolean mayPass(Throwable fault) {
        return fault instanceof RemoteException remote && remote.transientFault();
    }

    private <T, X extends Exception> T attempt(Request request, Response.Reader<T, X> reader, Duration allowed)
            throws BusyException, RemoteException, X, InterruptedException {
        HttpRequest signed = transported(request);
        Duration time =
                request.within().filter(own -> own.compareTo(allowed) < 0).orElse(allowed);
        long end = System.nanoTime() + time.toNanos();
        // the request's own timeout ends with the answer's head; this one ends with its last byte
        CompletableFuture<HttpResponse<BodyStream>> exchange =
                http.sendAsync(signed, head -> new BodyStream(gate.waiting(), end, largestAnswer));
        HttpResponse<BodyStream> response;
        try {
            response = gate.waiting().get(end, exchange);
        } catch (TimeoutException e) {
            throw faults.overdue(time, e);
        } catch (ExecutionException e) {
            throw faults.of(e.getCause(), time);
        } finally {
            exchange.cancel(true);
        }
        try (BodyStream body = response.body()) {
            if (accepted.test(response.statusCode())) {
                return read(reader, response, time);
            }
            throw refused(new ErrorAnswer(response.statusCode(), new Headers(response.headers()), start(body, time)));
        }
    }

    private HttpRequest transported(Request request) throws RemoteException, InterruptedException {
        Request signed = signer.sign(request);
        origin.require(signed.uri());
        HttpRequest.Builder builder = signed.builder();
        route.proxy()
                .flatMap(ProxyServer::authorization)
                .ifPresent(login -> builder.setHeader("Proxy-Authorization", login.reveal()));
        return builder.build();
    }

    private <T, X extends Exception> T read(
            Response.Reader<T, X> reader, HttpResponse<BodyStream> response, Duration time)
            throws RemoteException, X, InterruptedException {
        BodyStream body = response.body();
        try {
            T result = reader.read(new Response(response.statusCode(), new Headers(response.headers()), body));
            body.skipRest();
            return result;
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

    /** What there is of a body that only says what went wrong: it may end too early. */
    private byte[] start(BodyStream body, Duration time) throws InterruptedException {
        if (body == null) {
            // the JDK gives none for what a proxy answers to CONNECT
            return new byte[0];
        }
        byte[] start = new byte[ErrorAnswer.LONGEST_START];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < start.length; length += Math.max(0, read)) {
                read = body.read(start, length, start.length - length);
            }
        } catch (IOException e) {
            faults.of(body.failure().orElse(e), time);
        }
        return Arrays.copyOf(start, length);
    }

    private RemoteException refused(ErrorAnswer answer) throws BusyException, RemoteException {
        if (answer.status() == PROXY_AUTHENTICATION_REQUIRED && route.proxy().isPresent()) {
            return faults.proxyLogin();
        }
        Verdict verdict = judge.of(answer);
        String message = verdict.message();
        return switch (verdict.kind()) {
            case BUSY -> throw new BusyException(message, RetryAfter.of(answer));
            case UNAUTHORIZED -> new TokenRefused(message);
            case LOGIN_REFUSED -> new RemoteException(RemoteException.Reason.LOGIN_REFUSED, message, false, null);
            case BROKEN -> new RemoteException(RemoteException.Reason.FAILED, message, true, null);
            case FAILED -> RemoteException.failed(message + elsewhere(answer));
        };
    }

    /** Where a redirect leads that is not followed; without its path and query, which may hold what nobody else should see. */
    private String elsewhere(ErrorAnswer answer) {
        try {
            Optional<String> location = answer.headers().first("Location");
            Origin target = location.isPresent() ? Origin.of(origin.at("/").resolve(location.get())) : origin;
            return target.equals(origin) ? "" : ", which leads to " + target;
        } catch (IllegalArgumentException | RemoteException e) {
            return "";
        }
    }
}
