package org.pimtools.lab;

/**
 * How an undisturbed run went, by which the places are chosen where it is broken.
 *
 * @param nanos how long it took
 * @param begin how far everything was before
 * @param end how far everything is behind it; as {@code begin} where nobody can see that
 */
record ChaosPace(long nanos, long begin, long end, ChaosCalls calls) {
    boolean hasProgress() {
        return end > begin;
    }

    long nanos(double share) {
        return (long) (nanos * share);
    }

    long progress(double share) {
        return begin + (long) ((end - begin) * share);
    }
}
