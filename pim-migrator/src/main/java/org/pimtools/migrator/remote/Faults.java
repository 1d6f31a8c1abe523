package org.pimtools.migrator.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What broke an exchange, in words for an operator. */
final class Faults {
    /** What the JDK's client says when a proxy does not connect. */
    private static final Pattern TUNNEL_FAILED = Pattern.compile("Tunnel failed, got: ([0-9]{3})");

    private final Origin origin;
    private final Route route;
    private final Limits limits;

    Faults(Origin origin, Route route, Limits limits) {
        this.origin = origin;
        this.route = route;
        this.limits = limits;
    }

    RemoteException overdue(Duration time, Throwable cause) {
        return new RemoteException(
                RemoteException.Reason.FAILED, "no whole answer within " + time.toMillis() + " ms", false, cause);
    }

    RemoteException proxyLogin() {
        return unreachable(
                "the proxy " + proxy() + " refused the login (HTTP 407); user and password belong into the URL of"
                        + " the environment variable " + origin.scheme().toUpperCase(Locale.ROOT) + "_PROXY",
                false,
                null);
    }

    /**
     * @param time how long the exchange was allowed to take
     * @throws InterruptedException when that is what broke it
     */
    RemoteException of(Throwable cause, Duration time) throws InterruptedException {
        if (cause instanceof InterruptedException) {
            throw (InterruptedException) new InterruptedException().initCause(cause);
        }
        if (cause instanceof RuntimeException stop) {
            throw stop;
        }
        Optional<CertificateRefused> refused = CertificateRefused.in(cause);
        if (refused.isPresent()) {
            return new RemoteException(refused.get().reason(), refused.get().getMessage(), false, cause);
        }
        if (cause instanceof ConnectException) {
            boolean unknownName = cause.getCause() instanceof UnresolvedAddressException;
            return unreachable(
                    unknownName ? unknownName() : "no connection to " + where() + said(cause), !unknownName, cause);
        }
        if (cause instanceof UnknownHostException) {
            return unreachable(unknownName(), false, cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return unreachable(
                    "no connection to " + where() + " within "
                            + limits.connect().toMillis() + " ms",
                    true,
                    cause);
        }
        if (cause instanceof SSLException) {
            return failed("no TLS connection to " + where() + said(cause), false, cause);
        }
        if (cause instanceof BodyStream.Overdue) {
            return overdue(time, cause);
        }
        if (cause instanceof BodyStream.TooLarge) {
            return failed(cause.getMessage(), false, cause);
        }
        if (cause instanceof IOException) {
            Matcher tunnel = TUNNEL_FAILED.matcher(String.valueOf(cause.getMessage()));
            return tunnel.matches()
                    ? unreachable(
                            "the proxy " + proxy() + " does not connect to " + authority() + ": HTTP "
                                    + tunnel.group(1),
                            tunnel.group(1).startsWith("5"),
                            cause)
                    : failed("the connection broke off" + said(cause), true, cause);
        }
        throw new IllegalStateException("the HTTP client failed", cause);
    }

    private String unknownName() {
        return route.proxy().isPresent()
                ? "the proxy's host name is not known: " + proxy()
                : "the host name is not known";
    }

    private String where() {
        return route.proxy().isPresent() ? authority() + " through the proxy " + proxy() : authority();
    }

    private String proxy() {
        return route.proxy().map(ProxyServer::toString).orElse("");
    }

    private String authority() {
        return origin.host().uriText() + ":" + origin.port();
    }

    private static RemoteException unreachable(String message, boolean transientFault, Throwable cause) {
        return new RemoteException(RemoteException.Reason.UNREACHABLE, message, transientFault, cause);
    }

    private static RemoteException failed(String message, boolean transientFault, Throwable cause) {
        return new RemoteException(RemoteException.Reason.FAILED, message, transientFault, cause);
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + cause.getMessage();
    }
}
