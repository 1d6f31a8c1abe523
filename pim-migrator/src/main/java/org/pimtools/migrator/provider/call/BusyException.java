package org.pimtools.migrator.provider.call;

/** The endpoint said that it did not take the request, so that the same one may be sent again. */
public final class BusyException extends Exception {
    /** @param message what it answered: lower case, no final stop */
    public BusyException(String message) {
        super(message);
    }
}
