package org.pimtools.testkit.world;

import java.util.UUID;

/** Reproducible chance: a value depends on the seed, a purpose and an index alone, so that any VM can be made by itself. */
record Chance(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** What a value is for; values of different purposes are independent. */
    enum Purpose {
        UUID,
        HARDWARE,
        TWIN,
        STRANGER,
        DATACENTER,
        DEPLOYED,
        STATE,
        ENDPOINT,
        HOST,
        CAPTURED,
        FRIENDLY,
        HOSTILE,
        NAME,
        STORY,
        VARIANT,
        PRESENT,
        SUBSCRIBED,
        CACHED,
        BACKUP,
        BALANCED,
        FIREWALL,
        DAY,
        DISK,
        RECONFIGURED,
        TRACKED
    }

    long bits(Purpose purpose, long index) {
        return mix(mix(seed + GOLDEN * (purpose.ordinal() + 1)) + GOLDEN * (index + 1));
    }

    /** From 0 up to, not including, {@code bound}. */
    int below(int bound, Purpose purpose, long index) {
        return (int) Long.remainderUnsigned(bits(purpose, index), bound);
    }

    boolean happens(double probability, Purpose purpose, long index) {
        return unit(bits(purpose, index)) < probability;
    }

    UUID uuid(Purpose purpose, long index) {
        long high = bits(purpose, index) & ~0xF000L | 0x4000L;
        long low = mix(high + GOLDEN) & 0x3FFFFFFFFFFFFFFFL | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /**
     * A sequence over [0, 1) that is spread evenly (additive recurrence with the golden ratio), so that even a small world
     * has each rare case as often as its rate says.
     */
    double even(Purpose purpose, long stream, long index) {
        return unit(bits(purpose, stream) + GOLDEN * index);
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
