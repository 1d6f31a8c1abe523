package org.pimtools.testkit.mutation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Digests and signatures at the ends of files, as whoever owns a host and spoils a file on purpose would renew them. Written from the
 * documented formats of result and SQL files; the caller signs.
 */
public final class Digests {
    private static final String DIGEST = ",\"digest\":\"";
    private static final String SIGNATURE = "-- signature ";

    private Digests() {}

    /**
     * A result with the digest and the signature at its end that fit what stands before them; as it is when it has none.
     *
     * @param signer gives the signature of a digest, as it stands in the file
     */
    public static byte[] renewed(byte[] content, Function<byte[], String> signer) {
        String text = new String(content, ISO_8859_1);
        int at = text.lastIndexOf(DIGEST);
        if (at < 0) {
            return content;
        }
        String before = text.substring(0, at);
        byte[] digest = sha256(before.getBytes(ISO_8859_1));
        return (before + DIGEST + HexFormat.of().formatHex(digest) + "\",\"signature\":\"" + signer.apply(digest)
                        + "\"}\n")
                .getBytes(ISO_8859_1);
    }

    /** The same for an SQL file, whose signature is its last line. */
    public static byte[] signedAnew(byte[] content, Function<byte[], String> signer) {
        String text = new String(content, ISO_8859_1);
        int at = text.lastIndexOf(SIGNATURE);
        if (at < 0) {
            return content;
        }
        String before = text.substring(0, at);
        return (before + SIGNATURE + signer.apply(sha256(before.getBytes(ISO_8859_1))) + "\n").getBytes(ISO_8859_1);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
