package org.pimtools.common.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Verifies Ed25519 signatures of digests, and tells how a public key is shown. */
public final class Signatures {
    private static final int GROUP = 8;

    private Signatures() {}

    /**
     * The fingerprint of a public key: the first 32 hexadecimal digits of its SHA-256, in groups of eight.
     *
     * @param publicText X.509, base64
     */
    public static String fingerprint(String publicText) {
        String hex = HexFormat.of().formatHex(sha256().digest(publicText.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder text = new StringBuilder();
        for (int start = 0; start < 4 * GROUP; start += GROUP) {
            text.append(start == 0 ? "" : "-").append(hex, start, start + GROUP);
        }
        return text.toString();
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether the owner of the key signed this digest of such a file.
     *
     * @param publicText X.509, base64; anything else has signed nothing
     * @param signature base64
     */
    public static boolean verify(SignedAs what, String publicText, byte[] digest, String signature) {
        try {
            Signature verifier = Signature.getInstance(SigningKey.ALGORITHM);
            verifier.initVerify(publicKey(publicText));
            verifier.update(what.context());
            verifier.update(digest);
            return verifier.verify(bytes(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    static PublicKey publicKey(String publicText) throws GeneralSecurityException {
        return KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes(publicText)));
    }

    /** Takes the one text that bytes have, none of the others that mean the same: the last character has bits to spare (RFC 4648, 3.5). */
    private static byte[] bytes(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("not as base64 is written");
        }
        return bytes;
    }
}
