package org.pimtools.migrator.remote;

import java.util.Objects;
import java.util.Optional;
import org.pimtools.common.secret.Secret;

/**
 * Signs with a token that is got when the first request is sent, and once more whenever the server does not take it any
 * more.
 */
public final class TokenSigner implements Signer {
    private final Login login;
    private final Placing placing;
    private Secret token;

    /** Gets a token: one request, or a few. */
    public interface Login {
        /** @throws RemoteException it is not repeated, whatever it is, unless nothing was sent */
        Secret token() throws RemoteException, InterruptedException;
    }

    /** Puts the token where the server expects it. */
    public interface Placing {
        Request put(Request request, Secret token);
    }

    /**
     * Nothing is sent yet.
     *
     * @param login through a client without this signer
     */
    public TokenSigner(Login login, Placing placing) {
        this.login = Objects.requireNonNull(login);
        this.placing = Objects.requireNonNull(placing);
    }

    /** A token in the header {@code Authorization}, as RFC 6750 has it. */
    public static TokenSigner bearer(Login login) {
        return new TokenSigner(
                login, (request, token) -> request.header("Authorization", Secret.of("Bearer " + token.reveal())));
    }

    @Override
    public synchronized Request sign(Request request) throws RemoteException, InterruptedException {
        if (token == null) {
            token = loggedIn();
        }
        return placing.put(request, token);
    }

    @Override
    public synchronized boolean renew() {
        token = null;
        return true;
    }

    /** The token, if there is one: for who has to log out. */
    public synchronized Optional<Secret> token() {
        return Optional.ofNullable(token);
    }

    private Secret loggedIn() throws RemoteException, InterruptedException {
        Secret given;
        try {
            given = login.token();
        } catch (RemoteException e) {
            // whether it counted as an attempt is unknown otherwise, so there is no second one
            boolean neverSent = e.reason() == RemoteException.Reason.UNREACHABLE;
            throw neverSent ? e : new RemoteException(e.reason(), "at the login: " + e.getMessage(), false, e);
        }
        if (given.reveal().isEmpty() || !Header.fits(given.reveal())) {
            throw RemoteException.failed("at the login: the endpoint gave a token that no header can carry");
        }
        return given;
    }
}
