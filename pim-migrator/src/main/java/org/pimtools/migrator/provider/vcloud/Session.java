package org.pimtools.migrator.provider.vcloud;

import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Response;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * A session: logged in to when the first request is sent, once more when it has expired, and logged out of. Sources: the
 * vendor's API programming guide, "Create a vCloud API Session"; its OpenAPI reference, "Sessions".
 */
final class Session implements AutoCloseable {
    private static final String PROVIDER = "System";
    private static final String TOKEN = "X-VMWARE-VCLOUD-ACCESS-TOKEN";
    private static final String OLD_TOKEN = "x-vcloud-authorization";

    private final RemoteClient plain;
    private final ApiVersion version;
    private final TokenSigner signer;

    /** Nothing is sent yet. */
    Session(RemoteClient plain, ApiVersion version, String user, String organisation, Secret password) {
        this.plain = plain;
        this.version = version;
        this.signer = new TokenSigner(() -> login(organisation, user + "@" + organisation, password), this::withToken);
    }

    /** Whether it is one of the provider's administrators, who see the VMs of all organisations. */
    static boolean ofProvider(String organisation) {
        return organisation.equalsIgnoreCase(PROVIDER);
    }

    /** Of the API, that was agreed on. */
    ApiVersion version() {
        return version;
    }

    /** Sends with the session's token. */
    RemoteClient client() {
        return plain.signedBy(signer);
    }

    /** Asks for XML of the version that was agreed on. */
    Request asking(Request request) {
        return request.header("Accept", "application/*+xml;version=" + version);
    }

    private Secret login(String organisation, String account, Secret password)
            throws RemoteException, InterruptedException {
        Request request;
        if (version.openSessions()) {
            String path = "/cloudapi/1.0.0/sessions" + (ofProvider(organisation) ? "/provider" : "");
            request =
                    Request.of("POST", plain.origin().at(path)).header("Accept", "application/json;version=" + version);
        } else {
            request = asking(Request.of("POST", plain.origin().at("/api/sessions")));
        }
        return plain.<Secret, RemoteException>send(request.basic(account, password), this::token);
    }

    private Secret token(Response answer) throws RemoteException {
        return Secret.of(answer.headers()
                .first(version.bearerTokens() ? TOKEN : OLD_TOKEN)
                .orElseThrow(() -> RemoteException.failed("the answer has no token")));
    }

    private Request withToken(Request request, Secret token) {
        return version.bearerTokens()
                ? request.header("Authorization", Secret.of("Bearer " + token.reveal()))
                : request.header(OLD_TOKEN, token);
    }

    /** Logs out, if there was a login. */
    @Override
    public void close() {
        if (signer.token().isEmpty()) {
            return;
        }
        Request logout = version.openSessions()
                ? Request.of("DELETE", plain.origin().at("/cloudapi/1.0.0/sessions/current"))
                        .header("Accept", "application/json;version=" + version)
                : asking(Request.of("DELETE", plain.origin().at("/api/session")));
        try {
            // not by the signer, which would log in once more when the session has expired meanwhile
            plain.send(withToken(logout, signer.token().get()), answer -> null);
        } catch (RemoteException e) {
            // the session ends by itself, after half an hour by default
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
