package org.pimtools.migrator.execute;

import java.util.List;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Step;

/** The way that changes are carried through a step: forward, or back. */
public interface Pass<C extends Change> {
    Direction direction();

    /** What is shown while changes are carried this way. */
    String phase();

    /** Looks at the targets, seen from where this way ends: done is what is there already. */
    List<Look> look(List<C> batch);

    List<Outcome> carry(List<PendingChange<C>> batch);

    void settle();

    static <C extends Change> Pass<C> forward(Step<C> step) {
        return new Pass<>() {
            @Override
            public Direction direction() {
                return Direction.FORWARD;
            }

            @Override
            public String phase() {
                return "migrating Redis";
            }

            @Override
            public List<Look> look(List<C> batch) {
                return step.look(batch);
            }

            @Override
            public List<Outcome> carry(List<PendingChange<C>> batch) {
                return step.act(batch);
            }

            @Override
            public void settle() {
                step.settle();
            }
        };
    }
}
