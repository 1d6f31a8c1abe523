package org.pimtools.testkit.mutation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of files that end in one, as whoever spoils a file on purpose would renew them. Written from the documented format of result files. */
public final class Digests {
    private static final String DIGEST = ",\"digest\":\"";

    private Digests() {}

    /** The content with the digest at its end that fits what stands before it; as it is when there is none. */
    public static byte[] renewed(byte[] content) {
        String text = new String(content, ISO_8859_1);
        int at = text.lastIndexOf(DIGEST);
        if (at < 0) {
            return content;
        }
        String before = text.substring(0, at);
        return (before + DIGEST + HexFormat.of().formatHex(sha256(before.getBytes(ISO_8859_1))) + "\"}\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
