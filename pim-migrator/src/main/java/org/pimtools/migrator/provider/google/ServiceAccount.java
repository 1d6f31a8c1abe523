package org.pimtools.migrator.provider.google;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.RemoteException;

/**
 * A service account's key. Source: "Create and delete service account keys" and "Using OAuth 2.0 for Server to Server Applications". The
 * private half never shows itself.
 */
final class ServiceAccount {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private final String email;
    private final String keyId;
    private final PrivateKey key;
    private final URI tokenUri;

    private ServiceAccount(String email, String keyId, PrivateKey key, URI tokenUri) {
        this.email = email;
        this.keyId = keyId;
        this.key = key;
        this.tokenUri = tokenUri;
    }

    /**
     * Reads a key file.
     *
     * @throws EndpointException when it is none of a service account, or its token address is not one of HTTPS
     */
    static ServiceAccount read(Secret file) throws EndpointException {
        Map<String, String> members = members(file);
        if (!"service_account".equals(members.get("type"))) {
            throw refused("key-file is not the key of a service account");
        }
        for (String name : new String[] {"client_email", "private_key_id", "private_key", "token_uri"}) {
            if (members.getOrDefault(name, "").isEmpty()) {
                throw refused("key-file has no " + name);
            }
        }
        return new ServiceAccount(
                members.get("client_email"),
                members.get("private_key_id"),
                key(members.get("private_key")),
                tokenUri(members.get("token_uri")));
    }

    private static Map<String, String> members(Secret file) throws EndpointException {
        Map<String, String> members = new TreeMap<>();
        try {
            JsonAnswer json =
                    new JsonAnswer(new ByteArrayInputStream(file.reveal().getBytes(StandardCharsets.UTF_8)));
            json.object(name -> {
                if (!json.atObject()) {
                    members.put(name, json.text());
                }
            });
            json.end();
            return members;
        } catch (InvalidJson e) {
            throw refused("key-file is not the JSON of a key: " + e.getMessage());
        }
    }

    private static PrivateKey key(String text) throws EndpointException {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw refused("key-file has a private_key that is not in PEM form");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // neither the cause nor its words, which may repeat the key
            throw refused("key-file has a private_key that is no RSA key");
        }
    }

    private static URI tokenUri(String text) throws EndpointException {
        try {
            URI uri = URI.create(text);
            if (Origin.of(uri).scheme().equals("https")) {
                return uri;
            }
        } catch (IllegalArgumentException | RemoteException e) {
            // as below
        }
        throw refused("key-file has a token_uri that is not an address of HTTPS");
    }

    private static EndpointException refused(String message) {
        return new EndpointException(FindingCode.NO_CREDENTIALS, message, false, null);
    }

    String email() {
        return email;
    }

    String keyId() {
        return keyId;
    }

    PrivateKey key() {
        return key;
    }

    /** Where tokens are issued: what is signed for it is of no use elsewhere. */
    URI tokenUri() {
        return tokenUri;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
