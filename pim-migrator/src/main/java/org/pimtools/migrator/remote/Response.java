package org.pimtools.migrator.remote;

import java.io.IOException;
import java.io.InputStream;

/**
 * An answer that was accepted.
 *
 * @param body arrives while it is read, in time and up to the largest size; closed by who gave it
 */
public record Response(int status, Headers headers, InputStream body) {
    /** Leaves headers and body out, which may hold a token. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }

    /** Makes something of an answer, while it arrives. */
    public interface Reader<T, X extends Exception> {
        /**
         * Whatever it throws when the body ended before its end, the caller of {@link RemoteClient#send} hears of the
         * body.
         */
        T read(Response response) throws IOException, RemoteException, X, InterruptedException;
    }
}
