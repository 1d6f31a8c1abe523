package org.pimtools.migrator.provider.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * Gets tokens for an application's ID and secret. Source: "Microsoft identity platform and the OAuth 2.0 client credentials flow".
 * The request may be repeated: it changes nothing, and no number of them locks an application.
 */
final class ClientCredentials implements TokenSigner.Login {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final RemoteClient authority;
    private final String tenant;
    private final String clientId;
    private final Secret clientSecret;
    private final String audience;

    /**
     * Nothing is sent yet.
     *
     * @param authority of who issues the tokens
     * @param audience whom the tokens are for, such as {@code https://management.azure.com}
     */
    ClientCredentials(RemoteClient authority, String tenant, String clientId, Secret clientSecret, String audience) {
        this.authority = authority.judgedBy(new LoginErrors());
        this.tenant = tenant;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.audience = audience;
    }

    @Override
    public Secret token() throws RemoteException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + encoded(clientId) + "&client_secret="
                + encoded(clientSecret.reveal()) + "&scope=" + encoded(audience + "/.default");
        Request request = Request.post(authority.origin().at("/" + encoded(tenant) + "/oauth2/v2.0/token"), FORM, form)
                .repeatable();
        try {
            return authority.<Secret, InvalidJson>send(request, response -> token(new JsonAnswer(response.body())));
        } catch (InvalidJson e) {
            throw RemoteException.failed("the answer has no token: " + e.getMessage());
        }
    }

    private static Secret token(JsonAnswer answer) throws InvalidJson {
        Secret[] token = {Secret.of("")};
        answer.object(member -> {
            if (member.equals("access_token")) {
                token[0] = Secret.of(answer.text());
            }
        });
        answer.end();
        return token[0];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
