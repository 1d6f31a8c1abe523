package org.pimtools.testkit.doubles.oci;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An API key of 2048 bits, made anew each time. */
public final class OciKey {
    private static final int BITS = 2048;
    /** What PKCS#8 puts before the key of PKCS#1, for keys of this size. */
    private static final int BEFORE_PKCS_1 = 26;

    private final KeyPair pair;

    private OciKey(KeyPair pair) {
        this.pair = pair;
    }

    public static OciKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new OciKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PublicKey publicKey() {
        return pair.getPublic();
    }

    /** As the vendor's console writes it: PKCS#8, with a line behind it that is none of the key. */
    public String pkcs8() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + "OCI_API_KEY\n";
    }

    /** As OpenSSL wrote it for a long time. */
    public String pkcs1() {
        byte[] whole = pair.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(whole, BEFORE_PKCS_1, whole.length));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    /** MD5 of the public half, as the console shows it. */
    public String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5")
                            .digest(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves the private half out. */
    @Override
    public String toString() {
        return "OciKey[" + fingerprint() + "]";
    }
}
