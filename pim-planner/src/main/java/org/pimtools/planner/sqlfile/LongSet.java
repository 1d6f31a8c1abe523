package org.pimtools.planner.sqlfile;

/** A set of numbers, a million of them in 16 MB. */
public final class LongSet {
    private long[] slots = new long[1 << 10];
    private boolean zero;
    private int used;

    public void add(long value) {
        if (value == 0) {
            zero = true;
            return;
        }
        if (used * 2 >= slots.length) {
            grow();
        }
        used += put(value) ? 1 : 0;
    }

    public boolean contains(long value) {
        return value == 0 ? zero : slots[slot(value)] == value;
    }

    public int size() {
        return used + (zero ? 1 : 0);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long value : old) {
            if (value != 0) {
                put(value);
            }
        }
    }

    private boolean put(long value) {
        int slot = slot(value);
        boolean added = slots[slot] == 0;
        slots[slot] = value;
        return added;
    }

    /** Where the value is, or would be. */
    private int slot(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}
