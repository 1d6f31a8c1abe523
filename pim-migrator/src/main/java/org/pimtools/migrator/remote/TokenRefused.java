package org.pimtools.migrator.remote;

/**
 * The server does not take what a request was signed with: may be renewed once. Never leaves {@link RemoteClient#send}.
 */
final class TokenRefused extends RemoteException {
    TokenRefused(String message) {
        super(Reason.LOGIN_REFUSED, message, false, null);
    }
}
