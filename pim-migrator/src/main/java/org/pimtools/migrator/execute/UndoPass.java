package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.TaskLog;

/**
 * The way back: undoes what the journal recorded, for some changes. What is not recorded, or not one of those, looks absent.
 *
 * @param <U> what undo needs
 */
public final class UndoPass<C extends Change, U> implements Pass<C, U> {
    private final OpenStep<C, U> step;
    private final UndoRecords<U> records;
    private final Predicate<? super C> chosen;

    /** @param chosen the changes that are undone */
    public UndoPass(OpenStep<C, U> step, UndoRecords<U> records, Predicate<? super C> chosen) {
        this.step = step;
        this.records = records;
        this.chosen = chosen;
    }

    /** Whether there is something to look at for this change. */
    public boolean covers(C change) {
        return chosen.test(change) && records.has(change.no());
    }

    @Override
    public OpenStep<C, U> step() {
        return step;
    }

    @Override
    public Direction direction() {
        return Direction.UNDO;
    }

    @Override
    public String phase() {
        return step.info().words().back();
    }

    @Override
    public List<Look<U>> look(List<C> batch) {
        List<Look<U>> looks = new ArrayList<>(Collections.nCopies(batch.size(), new Look.Absent<U>(null, "")));
        List<Integer> positions = new ArrayList<>();
        List<PendingChange<C, U>> asked = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i);
            if (covers(change)) {
                positions.add(i);
                asked.add(recorded(change));
            }
        }
        List<Look<U>> seen = asked.isEmpty() ? List.of() : step.step().lookBack(asked);
        for (int i = 0; i < seen.size(); i++) {
            looks.set(positions.get(i), seen.get(i));
        }
        return looks;
    }

    @Override
    public List<Outcome> act(List<PendingChange<C, U>> batch, TaskLog tasks) {
        return step.step().undo(batch, tasks);
    }

    @Override
    public List<Attempt<C, U>> attempts(List<C> batch) {
        List<C> others = batch.stream().filter(change -> !covers(change)).toList();
        List<PendingChange<C, U>> asked =
                batch.stream().filter(this::covers).map(this::recorded).toList();
        List<Attempt<C, U>> attempts = new ArrayList<>();
        if (!others.isEmpty()) {
            attempts.add(Attempt.of(others, () -> look(others), this::act));
        }
        if (!asked.isEmpty()) {
            attempts.addAll(step.step().undoAttempts(asked));
        }
        return attempts;
    }

    private PendingChange<C, U> recorded(C change) {
        return new PendingChange<>(change, records.of(change.no()));
    }
}
