package org.pimtools.migrator.step.redis;

import java.util.List;
import java.util.function.Consumer;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.TaskLog;

/** Another attempt whose looks somebody is told of. @param changing told whether anything is to be changed */
record ObservedAttempt(Attempt<Change.Rekey, UndoRecord> attempt, Consumer<Boolean> changing)
        implements Attempt<Change.Rekey, UndoRecord> {
    @Override
    public List<Change.Rekey> changes() {
        return attempt.changes();
    }

    @Override
    public List<Look<UndoRecord>> look() {
        List<Look<UndoRecord>> looks = attempt.look();
        changing.accept(looks.stream().anyMatch(look -> look.undo().isPresent()));
        return looks;
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.Rekey, UndoRecord>> pending, TaskLog tasks) {
        return attempt.act(pending, tasks);
    }
}
