package org.pimtools.migrator.step;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Changes of one batch that are about to be made or undone together: looked at once, and acted on when what undo needs is on the disk. A
 * step that can keep its targets from changing unnoticed in between need not look again before it acts.
 *
 * @param <U> what undo needs
 */
public interface Attempt<C extends Change, U> {
    /** What is attempted. */
    List<C> changes();

    /** Looks at the targets; reads only, and may keep hold of them until {@link #act}. Called once, while an earlier attempt may act. */
    List<Look<U>> look();

    /**
     * Makes or undoes the changes that look pending, each only where its target still is as it was looked at, and lets
     * go of all. Called once behind {@link #look}, also when nothing is pending; not at all when the run ends in
     * between, which closes the step.
     *
     * @param tasks is told of every task that the target goes on with on its own, before the step waits for it
     */
    List<Outcome> act(List<PendingChange<C, U>> pending, TaskLog tasks);

    /** One that holds nothing: whoever acts looks again. */
    static <C extends Change, U> Attempt<C, U> of(
            List<C> changes,
            Supplier<List<Look<U>>> look,
            BiFunction<List<PendingChange<C, U>>, TaskLog, List<Outcome>> act) {
        return new Attempt<>() {
            @Override
            public List<C> changes() {
                return changes;
            }

            @Override
            public List<Look<U>> look() {
                return look.get();
            }

            @Override
            public List<Outcome> act(List<PendingChange<C, U>> pending, TaskLog tasks) {
                return pending.isEmpty() ? List.of() : act.apply(pending, tasks);
            }
        };
    }
}
