package org.pimtools.migrator.provider.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.provider.call.BusyException;
import org.pimtools.migrator.provider.call.CallGate;
import org.pimtools.migrator.provider.tls.CertificateRefused;
import org.pimtools.migrator.provider.tls.PinnedTls;

/** Sends requests to {@code https://host:port/sdk} and nowhere else: no proxy, no redirect. Keeps the session's cookie. */
final class SoapClient {
    /** The oldest interface that has all the methods, so that every server since vSphere 5.0 understands it. */
    private static final String ACTION = "\"urn:vim25/5.0\"";

    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Pattern SESSION =
            Pattern.compile("vmware_soap_session=\"?([\\x21\\x23-\\x3a\\x3c-\\x7e]{1,512})\"?.*");
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http;
    private final URI uri;
    private final CallGate gate;
    private volatile String session;

    SoapClient(HostAddress host, int port, String pin, CallGate gate) {
        this.uri = URI.create("https://" + host.uriText() + ":" + port + "/sdk");
        this.gate = gate;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(gate.limits().connect())
                .sslContext(PinnedTls.context(pin))
                .build();
    }

    /**
     * Sends a request and gives the whole answer, which may be a SOAP fault.
     *
     * @throws EndpointException when there is no answer, or one that is not SOAP
     */
    InputStream send(String request) throws EndpointException, InterruptedException {
        return gate.call(allowed -> answer(request, allowed));
    }

    /** Sends a request whose answer nobody needs, waiting no longer than to connect. */
    void sendLast(String request) throws EndpointException, InterruptedException {
        gate.call(allowed -> answer(request, gate.limits().connect()));
    }

    private InputStream answer(String request, Duration allowed)
            throws BusyException, EndpointException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("SOAPAction", ACTION)
                .POST(HttpRequest.BodyPublishers.ofString(request, StandardCharsets.UTF_8));
        if (session != null) {
            builder.header("Cookie", "vmware_soap_session=\"" + session + "\"");
        }
        // the request's own timeout ends with the answer's head; this one ends with its last byte
        CompletableFuture<HttpResponse<InputStream>> exchange =
                http.sendAsync(builder.build(), head -> new LimitedBody(LARGEST_ANSWER));
        try {
            return accepted(exchange.get(allowed.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "no whole answer within " + allowed.toMillis() + " ms", false, e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private InputStream accepted(HttpResponse<InputStream> response) throws BusyException, EndpointException {
        int status = response.statusCode();
        switch (status) {
            case OK, SERVER_ERROR -> {
                for (String cookie : response.headers().allValues("Set-Cookie")) {
                    Matcher matcher = SESSION.matcher(cookie);
                    if (matcher.matches()) {
                        session = matcher.group(1);
                    }
                }
                return response.body();
            }
            case TOO_MANY_REQUESTS, UNAVAILABLE -> throw new BusyException("the endpoint answered HTTP " + status);
            case UNAUTHORIZED, FORBIDDEN ->
                throw new EndpointException(
                        FindingCode.LOGIN_REFUSED, "the endpoint answered HTTP " + status, false, null);
            default ->
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "the endpoint answered HTTP " + status, false, null);
        }
    }

    private EndpointException failure(Throwable cause) {
        Optional<CertificateRefused> refused = CertificateRefused.in(cause);
        if (refused.isPresent()) {
            return new EndpointException(refused.get().code(), refused.get().getMessage(), false, cause);
        }
        if (cause instanceof ConnectException) {
            boolean unknownName = cause.getCause() instanceof UnresolvedAddressException;
            return new EndpointException(
                    FindingCode.UNREACHABLE,
                    unknownName ? "the host name is not known" : "no connection to " + where() + said(cause),
                    !unknownName,
                    cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return new EndpointException(
                    FindingCode.UNREACHABLE,
                    "no connection to " + where() + " within "
                            + gate.limits().connect().toMillis() + " ms",
                    true,
                    cause);
        }
        if (cause instanceof SSLException) {
            return new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "no TLS connection to " + where() + said(cause), false, cause);
        }
        if (cause instanceof LimitedBody.TooLarge) {
            return new EndpointException(FindingCode.ENDPOINT_FAILED, cause.getMessage(), false, cause);
        }
        if (cause instanceof IOException) {
            return new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "the connection broke off" + said(cause), true, cause);
        }
        throw new IllegalStateException("the HTTP client failed", cause);
    }

    private String where() {
        return uri.getRawAuthority();
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + cause.getMessage();
    }
}
