package org.pimtools.migrator.remote;

/** A server did not do what it was asked for; who asked says what that means. */
public class RemoteException extends Exception {
    private final Reason reason;
    private final boolean transientFault;

    /** What stands in the way. */
    public enum Reason {
        /** No connection came about, so that nothing was sent. */
        UNREACHABLE,
        /** The server does not take the credentials, or not any more. */
        LOGIN_REFUSED,
        /** Without a pin: the certificate is not believed; nothing was sent. */
        CERTIFICATE_UNVERIFIED,
        /** With a pin: another certificate than the pinned one; nothing was sent. */
        CERTIFICATE_CHANGED,
        /** Everything else. What was sent may have been carried out. */
        FAILED
    }

    /**
     * @param message what was seen: lower case, no final stop, no secret
     * @param transientFault true when trying again may help
     * @param cause may be null
     */
    public RemoteException(Reason reason, String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.transientFault = transientFault;
    }

    /** A fault that does not pass by itself, and is of no exception. */
    public static RemoteException failed(String message) {
        return new RemoteException(Reason.FAILED, message, false, null);
    }

    public Reason reason() {
        return reason;
    }

    public boolean transientFault() {
        return transientFault;
    }

    /** The same fault, not to be tried again; it keeps this one as its cause. */
    public RemoteException lasting() {
        return new RemoteException(reason, getMessage(), false, this);
    }
}
