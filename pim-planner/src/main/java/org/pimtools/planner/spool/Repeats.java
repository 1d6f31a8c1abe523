package org.pimtools.planner.spool;

/**
 * Tells, in 16 MiB whatever the number of texts, which ones may have come more than once: never "no" for one that did, and "yes"
 * for about one in a hundred of a million different ones.
 */
public final class Repeats {
    private static final int BITS = 1 << 26;

    private final long[] once = new long[BITS >> 6];
    private final long[] again = new long[BITS >> 6];

    /** Counts a text of a scope; the same text of two scopes is not a repetition. */
    public void add(long scope, String text) {
        int bit = bit(scope, text);
        long mask = 1L << bit;
        if ((once[bit >> 6] & mask) != 0) {
            again[bit >> 6] |= mask;
        }
        once[bit >> 6] |= mask;
    }

    /** False when the text certainly came once at most. */
    public boolean mayRepeat(long scope, String text) {
        int bit = bit(scope, text);
        return (again[bit >> 6] & 1L << bit) != 0;
    }

    private static int bit(long scope, String text) {
        long hash = scope * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) (hash >>> 38);
    }
}
