package org.pimtools.migrator.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pimtools.common.finding.Finding;

/**
 * One kind of target, open for a run. A step knows neither the journal nor other steps. Every list that it returns has one element per
 * element of the batch, in the same order. One thread may look at a batch while another acts on the batch before it, or undoes it.
 *
 * <p>A target without which nothing can go on ends the run with a {@link org.pimtools.common.error.ToolException}. One of
 * several targets that is dead holds up its own changes only: it looks {@link Look.Unknown}. A step that waits for its target calls
 * {@link StepContext#checkpoint} meanwhile, so that a signal ends the run.
 *
 * @param <U> what undo needs
 */
public interface Step<C extends Change, U> extends AutoCloseable {
    /** The one target, or empty for a step that has several; reads only. */
    Optional<TargetInfo> target();

    /** Every reason not to change the target now, empty when there is none; reads only and takes no lock. */
    List<Refusal> refusals();

    /**
     * Makes ready to change the target, and keeps others from it until {@link #close}.
     *
     * @throws org.pimtools.common.error.ToolException with all reasons when the target must not be changed now
     */
    void enter();

    /** Looks at the targets; reads only. */
    List<Look<U>> look(List<C> batch);

    /**
     * Makes the changes, each only where the target still is as {@code undo} says; can be repeated without harm.
     *
     * @param tasks is told of every task that the target goes on with on its own, before the step waits for it
     */
    List<Outcome> act(List<PendingChange<C, U>> batch, TaskLog tasks);

    /** Puts back what was there before, each only where the target holds what {@link #act} wrote. */
    List<Outcome> undo(List<PendingChange<C, U>> batch, TaskLog tasks);

    /**
     * Looks whether targets still are as {@link #act} left them, so that they can be undone; reads only. {@link Look.Pending} is
     * what is to be undone, {@link Look.Done} what holds nothing of ours any more, and {@link Look.Refused} what somebody
     * else changed since.
     *
     * @param batch what was acted on, with what was there before
     */
    List<Look<U>> lookBack(List<PendingChange<C, U>> batch);

    /**
     * Splits a batch that is about to be changed into what is looked at and acted on together. While one acts the next one looks.
     *
     * @return every change of the batch once
     */
    default List<Attempt<C, U>> attempts(List<C> batch) {
        return List.of(Attempt.of(batch, () -> look(batch), this::act));
    }

    /** As {@link #attempts}, for a batch that is about to be undone; its looks are those of {@link #lookBack}. */
    default List<Attempt<C, U>> undoAttempts(List<PendingChange<C, U>> batch) {
        return List.of(
                Attempt.of(batch.stream().map(PendingChange::change).toList(), () -> lookBack(batch), this::undo));
    }

    /** Returns when all that was done so far, on any connection, outlives a crash of the target. */
    void settle();

    /** Reports what else the target holds that concerns these changes, and that no change touches; reads only. */
    void surroundings(Iterable<C> changes, Consumer<Finding> findings);

    /**
     * Reports what came to the target since these changes were made, and that undoing them leaves there; reads only.
     *
     * @param made what undo needs for each change that was made
     * @param known whether a name belongs to something that was planned
     */
    void newcomers(Iterable<U> made, Predicate<String> known, Consumer<Finding> findings);

    @Override
    void close();
}
