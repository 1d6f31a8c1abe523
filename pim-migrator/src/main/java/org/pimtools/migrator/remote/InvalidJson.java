package org.pimtools.migrator.remote;

/** An answer is not the JSON that is expected. The message says what and where, and repeats nothing of the answer. */
public final class InvalidJson extends Exception {
    /** @param message lower case, no final stop */
    public InvalidJson(String message) {
        super(message);
    }

    InvalidJson(String message, Throwable cause) {
        super(message, cause);
    }
}
