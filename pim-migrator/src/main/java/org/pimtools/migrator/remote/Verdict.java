package org.pimtools.migrator.remote;

/**
 * What an answer that was not accepted means for the request.
 *
 * @param message lower case, no final stop, no secret
 */
public record Verdict(Kind kind, String message) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    /** What is done about it. */
    public enum Kind {
        /** The server was too busy to take it: it is sent again after a pause. */
        BUSY,
        /**
         * What signed it is not taken, or not any more: it is sent again if that can be renewed, else the login is
         * refused.
         */
        UNAUTHORIZED,
        /** The login is refused; it is not tried again. */
        LOGIN_REFUSED,
        /** Whether it was carried out is not known: it is sent again if it is repeatable. */
        BROKEN,
        /** It failed. */
        FAILED
    }

    /** Judges the answers that a client does not accept. */
    public interface Judge {
        Verdict of(ErrorAnswer answer);
    }

    /** By the status alone: 429 and 503 are busy, 401 and 403 refused, 502 and 504 broken, all others failed. */
    public static Verdict byStatus(ErrorAnswer answer) {
        Kind kind =
                switch (answer.status()) {
                    case TOO_MANY_REQUESTS, UNAVAILABLE -> Kind.BUSY;
                    case UNAUTHORIZED -> Kind.UNAUTHORIZED;
                    case FORBIDDEN -> Kind.LOGIN_REFUSED;
                    case BAD_GATEWAY, GATEWAY_TIMEOUT -> Kind.BROKEN;
                    default -> Kind.FAILED;
                };
        return new Verdict(kind, "the endpoint answered HTTP " + answer.status());
    }
}
