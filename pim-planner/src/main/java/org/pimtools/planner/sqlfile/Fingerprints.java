package org.pimtools.planner.sqlfile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A set of texts of which 64 bits of a digest are kept. */
final class Fingerprints {
    private final MessageDigest digest;
    private final LongSet set = new LongSet();

    Fingerprints() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(String text) {
        set.add(of(text));
    }

    boolean contains(String text) {
        return set.contains(of(text));
    }

    private long of(String text) {
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
