package org.pimtools.planner.spool;

/**
 * Tells, in 24 MiB whatever the number of texts, which ones may have come more than once: never "no" for one that did, and hardly
 * ever "yes" for one of a few million that did not. A Bloom filter in blocks of 512 bits, which is what one look at the memory
 * fetches, and a bit map of what it had seen already.
 */
public final class Repeats {
    private static final int PROBES = 7;
    private static final int BITS_PER_PROBE = 9;
    private static final int BLOCK_SHIFT = 64 - 18;
    private static final int AGAIN_SHIFT = 64 - 26;

    private final long[] seen = new long[1 << 27 - 6];
    private final long[] again = new long[1 << 26 - 6];
    private boolean any;

    /** Counts a text of a scope; the same text of two scopes is not a repetition. */
    public void add(long scope, String text) {
        long hash = hash(scope, text);
        int block = (int) (hash >>> BLOCK_SHIFT) << 3;
        long bits = mix(hash);
        boolean known = true;
        for (int i = 0; i < PROBES; i++) {
            int word = block + (int) (bits & 7);
            long mask = 1L << (bits >>> 3);
            known &= (seen[word] & mask) != 0;
            seen[word] |= mask;
            bits >>>= BITS_PER_PROBE;
        }
        if (known) {
            int bit = (int) (hash >>> AGAIN_SHIFT);
            again[bit >> 6] |= 1L << bit;
            any = true;
        }
    }

    /** False when certainly every text came once. */
    public boolean any() {
        return any;
    }

    /** False when the text certainly came once at most. */
    public boolean mayRepeat(long scope, String text) {
        int bit = (int) (hash(scope, text) >>> AGAIN_SHIFT);
        return (again[bit >> 6] & 1L << bit) != 0;
    }

    private static long hash(long scope, String text) {
        long hash = mix(scope + 1);
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
