package org.pimtools.migrator.run;

import java.util.List;
import org.pimtools.migrator.change.Change;
import org.pimtools.migrator.change.Look;
import org.pimtools.migrator.change.Outcome;
import org.pimtools.migrator.change.Step;
import org.pimtools.migrator.change.Todo;
import org.pimtools.migrator.journal.Direction;

/** The way that changes are carried through a step: forward, or back. */
interface Way<C extends Change> {
    Direction direction();

    /** What is shown while changes are carried this way. */
    String phase();

    /** Looks at the targets, seen from where this way ends: done is what is there already. */
    List<Look> look(List<C> batch);

    List<Outcome> carry(List<Todo<C>> batch);

    void settle();

    static <C extends Change> Way<C> forward(Step<C> step) {
        return new Way<>() {
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
            public List<Outcome> carry(List<Todo<C>> batch) {
                return step.act(batch);
            }

            @Override
            public void settle() {
                step.settle();
            }
        };
    }
}
