package org.pimtools.common.sql;

import java.util.Arrays;

/**
 * The rows met so far, by 64-bit fingerprints of their keys, so that a row that comes twice is noticed without holding the
 * rows: 16 bytes for each. Equal keys always meet; that different ones do is less likely than a broken disk.
 */
public final class RowKeys {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] keys = new long[1 << 10];
    private long[] contents = new long[1 << 10];
    private int size;

    /** What is known about a row's key. */
    public enum Seen {
        /** It is the first row with this key. */
        NEW,
        /** The same row came before. */
        SAME,
        /** Another row with this key came before. */
        OTHER
    }

    /** Looks the row up, and remembers it when it is new. @param no of the row's target */
    public Seen add(int no, SqlRow row) {
        long key = nonZero(mix(hash(hash(FNV_OFFSET, no), row.key().toString())));
        long content = mix(hash(hash(FNV_OFFSET, row.idVm()), row.toString()));
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(keys, key);
        if (keys[slot] == key) {
            return contents[slot] == content ? Seen.SAME : Seen.OTHER;
        }
        keys[slot] = key;
        contents[slot] = content;
        size++;
        return Seen.NEW;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldContents = contents;
        keys = new long[oldKeys.length * 2];
        contents = Arrays.copyOf(keys, keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                contents[slot] = oldContents[i];
            }
        }
    }

    /** Where the key is, or would be. */
    private static int slot(long[] table, long key) {
        int slot = (int) key & table.length - 1;
        while (table[slot] != 0 && table[slot] != key) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private static long hash(long hash, String text) {
        long result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = hash(result, text.charAt(i));
        }
        return result;
    }

    private static long hash(long hash, long value) {
        return (hash ^ value) * FNV_PRIME;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return mixed ^ mixed >>> 29;
    }

    private static long nonZero(long key) {
        return key == 0 ? 1 : key;
    }
}
