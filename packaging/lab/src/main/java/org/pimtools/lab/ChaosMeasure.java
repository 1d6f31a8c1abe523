package org.pimtools.lab;

/**
 * What an undisturbed run of a part is, by which the places are chosen where it is broken.
 *
 * @param nanos how long it takes
 * @param journalBefore bytes of the journal at its beginning
 * @param journalAfter the same at its end
 * @param before what there is at its beginning
 * @param after what it leaves
 */
record ChaosMeasure(
        long nanos, long journalBefore, long journalAfter, ChaosCalls calls, ChaosState before, ChaosState after) {
    long nanos(double share) {
        return (long) (nanos * share);
    }

    long journal(double share) {
        return journalBefore + (long) ((journalAfter - journalBefore) * share);
    }
}
