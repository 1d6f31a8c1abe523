package org.pimtools.migrator.remote;

/** Gives a request what proves who sends it: a token, a session, a signature. */
public interface Signer {
    /** Sends requests as they are. */
    Signer NONE = request -> request;

    /**
     * Called just before each time that a request is sent, repetitions too, so that a signature has the time of its own
     * attempt.
     *
     * @throws RemoteException when there is nothing to sign with, such as after a refused login
     */
    Request sign(Request request) throws RemoteException, InterruptedException;

    /**
     * Called when the server did not take what signed a request; at most once for each request, whose second refusal
     * counts.
     *
     * @return whether the request is to be signed and sent again
     * @throws RemoteException when renewing failed, such as by a refused login
     */
    default boolean renew() throws RemoteException, InterruptedException {
        return false;
    }
}
