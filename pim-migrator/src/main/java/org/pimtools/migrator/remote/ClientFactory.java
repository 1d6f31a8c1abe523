package org.pimtools.migrator.remote;

/** Makes clients of the origins that an endpoint needs besides its own, such as the one that gives its tokens. */
public interface ClientFactory {
    /**
     * A client at the endpoint's gate, through its proxy; nothing is sent yet. The endpoint's pin holds for the endpoint's own origin
     * only: another one is verified by the JVM's trust store.
     *
     * @throws RemoteException when there is no way to the origin
     */
    RemoteClient to(Origin origin) throws RemoteException;
}
