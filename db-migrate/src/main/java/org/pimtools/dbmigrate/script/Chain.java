package org.pimtools.dbmigrate.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** For every statement a hash over it and all before it: equal hashes mean that nothing up to there was edited. */
public final class Chain {
    private final MessageDigest sha = sha();
    private final List<String> links = new ArrayList<>();

    void add(String sql) {
        links.add(digest(sha, (links.isEmpty() ? "" : links.get(links.size() - 1)) + "\0" + sql));
    }

    /** @param number of the statement, from 1 */
    public String at(int number) {
        return links.get(number - 1);
    }

    public int length() {
        return links.size();
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
