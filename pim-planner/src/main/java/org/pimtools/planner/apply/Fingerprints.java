package org.pimtools.planner.apply;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A set of texts of which 64 bits of a digest are kept: a million of them in 32 MB. */
final class Fingerprints {
    private final MessageDigest digest;
    private long[] slots = new long[1 << 10];
    private int size;

    Fingerprints() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(String text) {
        if (size * 2 >= slots.length) {
            grow();
        }
        size += put(of(text)) ? 1 : 0;
    }

    boolean contains(String text) {
        long fingerprint = of(text);
        return slots[slot(fingerprint)] == fingerprint;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long fingerprint : old) {
            if (fingerprint != 0) {
                put(fingerprint);
            }
        }
    }

    private boolean put(long fingerprint) {
        int slot = slot(fingerprint);
        boolean added = slots[slot] == 0;
        slots[slot] = fingerprint;
        return added;
    }

    /** Where the fingerprint is, or would be. */
    private int slot(long fingerprint) {
        int slot = (int) fingerprint & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != fingerprint) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private long of(String text) {
        long bits = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return bits == 0 ? 1 : bits;
    }
}
