package org.pimtools.common.jdbc;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** What kept a connection from coming about, or cut it off, on the way to the server. */
public enum ConnectTrouble {
    /** No trust in the certificate, or no encryption at all. */
    TLS,
    /** The DNS does not know the host. */
    UNKNOWN_HOST,
    /** The connection was refused, or there is no route. */
    NOBODY_THERE,
    /** Something took the connection and said nothing, or nothing came back. */
    NO_ANSWER,
    /** Anything else; the exception tells. */
    OTHER;

    public static ConnectTrouble of(SQLException e) {
        if (isTls(e)) {
            return TLS;
        }
        if (cause(e, UnknownHostException.class).isPresent()) {
            return UNKNOWN_HOST;
        }
        if (cause(e, ConnectException.class).isPresent()
                || cause(e, NoRouteToHostException.class).isPresent()) {
            return NOBODY_THERE;
        }
        return cause(e, SocketTimeoutException.class).isPresent() ? NO_ANSWER : OTHER;
    }

    private static boolean isTls(SQLException e) {
        return cause(e, SSLException.class).isPresent()
                || cause(e, CertificateException.class).isPresent()
                || cause(e, SQLException.class, sql -> sql.getErrorCode() <= 0 && speaksOfTls(sql.getMessage()))
                        .isPresent();
    }

    /** The driver's own complaints, of a server without TLS or a certificate of nobody, have no cause of a type to tell. */
    private static boolean speaksOfTls(String message) {
        return message != null && message.toLowerCase(Locale.ROOT).matches("(?s).*(ssl|tls|certificate).*");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        return cause(e, type, any -> true);
    }

    static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type, Predicate<T> test) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause()) {
            if (type.isInstance(cause) && test.test(type.cast(cause))) {
                return Optional.of(type.cast(cause));
            }
            depth++;
        }
        return Optional.empty();
    }
}
