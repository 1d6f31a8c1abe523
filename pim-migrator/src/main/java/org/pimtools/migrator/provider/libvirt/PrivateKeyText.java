package org.pimtools.migrator.provider.libvirt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * Looks whether a text is a private key that can be used without a person. Forms: PEM (RFC 7468, RFC 1421) and OpenSSH's
 * own (PROTOCOL.key in its sources: a magic word, then the name of the cipher).
 */
final class PrivateKeyText {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----\n(.+?)\n-----END .*", Pattern.DOTALL);
    private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_CIPHER = {0, 0, 0, 4, 'n', 'o', 'n', 'e'};

    private PrivateKeyText() {}

    /**
     * The key of {@code key-file} with the line ends that programs expect.
     *
     * @throws EndpointException when it is no private key, or has a passphrase
     */
    static Secret usable(Secret key) throws EndpointException {
        String text = key.reveal().replace("\r\n", "\n").strip() + "\n";
        Matcher pem = PEM.matcher(text);
        if (!pem.lookingAt()) {
            throw HostLogin.unusable("key-file holds no private key in PEM or OpenSSH form");
        }
        boolean encrypted =
                switch (pem.group(1)) {
                    case "ENCRYPTED " -> true;
                    case "OPENSSH " -> hasCipher(pem.group(2));
                    default -> pem.group(2).startsWith("Proc-Type: 4,ENCRYPTED");
                };
        if (encrypted) {
            throw HostLogin.unusable(
                    "the key of key-file has a passphrase, and nobody is asked for one: give a key of its own without one");
        }
        return Secret.of(text);
    }

    private static boolean hasCipher(String body) {
        byte[] key;
        try {
            key = Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            // ssh says what is wrong with it
            return false;
        }
        int cipher = OPENSSH.length;
        int end = cipher + NO_CIPHER.length;
        return key.length >= end
                && Arrays.equals(key, 0, cipher, OPENSSH, 0, cipher)
                && !Arrays.equals(key, cipher, end, NO_CIPHER, 0, NO_CIPHER.length);
    }
}
