package org.pimtools.migrator.provider.oci;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;

/** The private half of a user's API key. Source: Oracle's documentation, "Required Keys and OCIDs". It never shows itself. */
final class ApiKey {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (RSA |ENCRYPTED |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final String PKCS_1 = "RSA ";

    /** {@code AlgorithmIdentifier} of RSA without parameters, and before it the version 0. Source: RFC 5958 and RFC 8017. */
    private static final byte[] RSA_VERSION_0 = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private final RSAPrivateCrtKey key;

    private ApiKey(RSAPrivateCrtKey key) {
        this.key = key;
    }

    /**
     * Reads a key file: PEM of PKCS#8 or PKCS#1; other lines around it do not matter.
     *
     * @param fingerprint of the key in the console, so that another user's key is noticed before it is used
     * @throws EndpointException when it is no RSA key, has a passphrase or another fingerprint
     */
    static ApiKey read(Secret file, String fingerprint) throws EndpointException {
        Matcher pem = PEM.matcher(file.reveal());
        if (!pem.find()) {
            throw refused("key-file is no private key in PEM form");
        }
        if (pem.group(1).equals("ENCRYPTED ") || pem.group(2).contains("ENCRYPTED")) {
            throw refused(
                    "key-file has a passphrase, which a plan cannot carry; write a copy without one with openssl rsa,"
                            + " and delete it after the migration");
        }
        ApiKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            key = new ApiKey((RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(pem.group(1).equals(PKCS_1) ? pkcs8(der) : der)));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            // neither the cause nor its words, which may repeat the key
            throw refused("key-file is no RSA key");
        }
        if (!key.fingerprint().equalsIgnoreCase(fingerprint.strip())) {
            throw refused("key-file has the fingerprint " + key.fingerprint() + ", which is not the account's "
                    + fingerprint.strip());
        }
        return key;
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] octets = tagged(OCTET_STRING, new byte[0], pkcs1);
        return tagged(SEQUENCE, RSA_VERSION_0, octets);
    }

    /** DER of a value that has two parts. */
    private static byte[] tagged(int tag, byte[] first, byte[] second) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        byte[] length = BigInteger.valueOf(first.length + (long) second.length).toByteArray();
        der.write(tag);
        if (first.length + second.length > 0x7f) {
            der.write(0x80 + length.length);
        }
        der.writeBytes(length);
        der.writeBytes(first);
        der.writeBytes(second);
        return der.toByteArray();
    }

    /** MD5 of the public half, as the console shows it. */
    private String fingerprint() {
        try {
            byte[] half = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                    .getEncoded();
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(half));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no RSA or no MD5", e);
        }
    }

    /** RSA with SHA-256 (RFC 8017, PKCS1-v1_5), in base64. */
    String signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with RSA", e);
        }
    }

    private static EndpointException refused(String message) {
        return new EndpointException(FindingCode.NO_CREDENTIALS, message, false, null);
    }

    @Override
    public String toString() {
        return "ApiKey[" + fingerprint() + "]";
    }
}
