package org.pimtools.testkit.doubles.google;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A project, and the service account that may read it.
 *
 * @param email of the service account
 * @param keyId of its key
 * @param networks what there is besides instances
 */
public record GoogleProject(
        String id,
        String email,
        String keyId,
        KeyPair key,
        List<GoogleInstance> instances,
        List<GoogleNetworkResource> networks) {
    private static final int BITS = 2048;

    public GoogleProject {
        Objects.requireNonNull(id);
        Objects.requireNonNull(key);
        networks = List.copyOf(networks);
    }

    /** With a key of its own, made anew each time. */
    public static GoogleProject of(String id, List<GoogleInstance> instances) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new GoogleProject(
                    id,
                    "pim@" + id + ".iam.gserviceaccount.com",
                    "0123456789abcdef0123456789abcdef01234567",
                    generator.generateKeyPair(),
                    instances,
                    List.of());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with these besides the instances. */
    public GoogleProject with(List<GoogleNetworkResource> others) {
        return new GoogleProject(id, email, keyId, key, instances, others);
    }

    List<GoogleNetworkResource> networks(GoogleNetworkResource.Type type) {
        return networks.stream().filter(each -> each.type() == type).toList();
    }

    /** The key file, as the console writes it. @param tokenUri where tokens are issued */
    public String keyFile(String tokenUri) {
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPrivate().getEncoded())
                        .replace("\n", "\\n")
                + "\\n-----END PRIVATE KEY-----\\n";
        return """
                {
                  "type": "service_account",
                  "project_id": "%s",
                  "private_key_id": "%s",
                  "private_key": "%s",
                  "client_email": "%s",
                  "client_id": "100000000000000000001",
                  "auth_uri": "https://accounts.google.com/o/oauth2/auth",
                  "token_uri": "%s"
                }
                """.formatted(id, keyId, pem, email, tokenUri);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "GoogleProject[" + id + "]";
    }
}
