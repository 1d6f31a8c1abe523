package org.pimtools.migrator.step;

import java.util.List;

/**
 * One kind of target. A step knows neither the journal nor other steps. Every list that it returns has one element per
 * element of the batch, in the same order. One thread may look at a batch while another acts on the batch before it, or undoes it. A
 * target that cannot be reached at all ends the run with a {@link org.pimtools.common.error.ToolException}.
 */
public interface Step<C extends Change> {
    /** Looks at the targets; reads only. */
    List<Look> look(List<C> batch);

    /** Makes the changes, each only where the target still is as {@code before} says; can be repeated without harm. */
    List<Outcome> act(List<PendingChange<C>> batch);

    /** Puts back what was there before, each only where the target holds what {@link #act} wrote. */
    List<Outcome> undo(List<PendingChange<C>> batch);

    /**
     * Looks whether targets still are as {@link #act} left them, so that they can be undone; reads only. {@link Look.Pending} is
     * what is to be undone, {@link Look.Done} what holds nothing of ours any more, and {@link Look.Refused} what somebody
     * else changed since.
     *
     * @param batch what was acted on, with what was there before
     */
    List<Look> lookBack(List<PendingChange<C>> batch);

    /**
     * What undo needs after two acts of the same change, of which nobody knows whether the first one was done.
     *
     * @param before what was there before the first
     * @param again what was there before the second
     */
    String joined(String before, String again);

    /** Returns when all that was done so far outlives a crash of the target. */
    void settle();
}
