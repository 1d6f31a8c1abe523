package org.pimtools.dbmigrate.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** For every statement a hash over it and all before it: equal hashes mean that nothing up to there was edited. */
public final class Chain {
    private final MessageDigest sha = sha();
    private String last = "";

    /** The hash of the next statement. */
    String add(String sql) {
        sha.update(last.getBytes(StandardCharsets.US_ASCII));
        sha.update((byte) 0);
        last = digest(sha, sql);
        return last;
    }

    /** SHA-256 in hexadecimal. */
    public static String digest(String text) {
        return digest(sha(), text);
    }

    private static String digest(MessageDigest sha, String text) {
        return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
