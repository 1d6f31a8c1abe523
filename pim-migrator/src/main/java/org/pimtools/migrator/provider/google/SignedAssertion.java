package org.pimtools.migrator.provider.google;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * Gets tokens for an assertion that the service account's key signs (RFC 7523, RS256). Source: "Using OAuth 2.0 for Server to Server
 * Applications". The request may be repeated: it changes nothing.
 */
final class SignedAssertion implements TokenSigner.Login {
    private static final String SCOPE = "https://www.googleapis.com/auth/compute.readonly";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String FORM = "application/x-www-form-urlencoded";
    /** The longest that is allowed. */
    private static final int SECONDS = 3600;

    private final RemoteClient issuer;
    private final ServiceAccount account;
    private final Clock clock;

    /** Nothing is sent yet. @param issuer of the account's token address */
    SignedAssertion(RemoteClient issuer, ServiceAccount account, Clock clock) {
        this.issuer = issuer.judgedBy(new LoginErrors(clock));
        this.account = account;
        this.clock = clock;
    }

    @Override
    public Secret token() throws RemoteException, InterruptedException {
        String form = "grant_type=" + encoded(GRANT) + "&assertion=" + encoded(assertion());
        try {
            return issuer.<Secret, InvalidJson>send(
                    Request.post(account.tokenUri(), FORM, form).repeatable(),
                    response -> token(new JsonAnswer(response.body())));
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

    private String assertion() {
        long now = clock.instant().getEpochSecond();
        String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":" + quoted(account.keyId()) + "}";
        String claims = "{\"iss\":" + quoted(account.email()) + ",\"scope\":\"" + SCOPE + "\",\"aud\":"
                + quoted(account.tokenUri().toString()) + ",\"iat\":" + now + ",\"exp\":" + (now + SECONDS) + "}";
        String text =
                base64(head.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(account.key());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs by RSA", e);
        }
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), StandardCharsets.UTF_8)
                .transform(escaped -> "\"" + escaped + "\"");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
