package org.pimtools.migrator.remote;

import java.time.Duration;
import java.util.Objects;

/** The server said that it did not take the request, so that the same one may be sent again. */
public final class BusyException extends Exception {
    private static final int DEEPEST = 20;
    private final Duration retryAfter;

    /** @param message what it answered: lower case, no final stop */
    public BusyException(String message) {
        this(message, Duration.ZERO);
    }

    /** @param retryAfter the shortest time to wait, as the server asked; zero when it did not */
    public BusyException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = Objects.requireNonNull(retryAfter);
    }

    /** Whether a server that stayed busy is the cause of a failure. */
    public static boolean in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof BusyException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The shortest time to wait before the request is sent again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
