package org.pimtools.migrator.execute;

import java.util.List;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.StepInfo;
import org.pimtools.migrator.step.TaskLog;

/**
 * One way through a step: forward, or back.
 *
 * @param <U> what undo needs
 */
public interface Pass<C extends Change, U> {
    OpenStep<C, U> step();

    Direction direction();

    /** What is shown while changes are made this way. */
    String phase();

    /** Looks at the targets, seen from where this way ends: done is what is there already. */
    List<Look<U>> look(List<C> batch);

    List<Outcome> act(List<PendingChange<C, U>> batch, TaskLog tasks);

    /** What of a batch is looked at and acted on together; every change of the batch once. */
    List<Attempt<C, U>> attempts(List<C> batch);

    default StepInfo<C> info() {
        return step().info();
    }

    static <C extends Change, U> Pass<C, U> forward(OpenStep<C, U> step) {
        return new Pass<>() {
            @Override
            public OpenStep<C, U> step() {
                return step;
            }

            @Override
            public Direction direction() {
                return Direction.FORWARD;
            }

            @Override
            public String phase() {
                return step.info().words().forward();
            }

            @Override
            public List<Look<U>> look(List<C> batch) {
                return step.step().look(batch);
            }

            @Override
            public List<Outcome> act(List<PendingChange<C, U>> batch, TaskLog tasks) {
                return step.step().act(batch, tasks);
            }

            @Override
            public List<Attempt<C, U>> attempts(List<C> batch) {
                return step.step().attempts(batch);
            }
        };
    }
}
