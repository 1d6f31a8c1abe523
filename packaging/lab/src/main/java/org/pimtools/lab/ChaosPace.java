package org.pimtools.lab;

/**
 * How an undisturbed run went, by which the places are chosen where it is broken.
 *
 * @param nanos how long it takes
 * @param begin how far everything is before
 * @param end how far everything is behind it; as {@code begin} where nobody can see that
 */
record ChaosPace(long nanos, long begin, long end, ChaosCalls calls) {
    /** About so much longer takes a run whose calls are traced. */
    private static final double TRACED = 1.5;

    /** Of a run that was traced. */
    static ChaosPace ofTraced(long nanos, long begin, long end, ChaosCalls calls) {
        return new ChaosPace((long) (nanos / TRACED), begin, end, calls);
    }

    boolean hasProgress() {
        return hasProgressBehind(begin);
    }

    boolean hasProgressBehind(long now) {
        return end > now;
    }

    long nanos(double share) {
        return (long) (nanos * share);
    }

    long progress(double share) {
        return progressBehind(begin, share);
    }

    /** Of what is still to be done. */
    long progressBehind(long now, double share) {
        return now + (long) ((end - now) * share);
    }
}
