package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.pimtools.migrator.journal.Direction;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Step;

/** The way back: undoes what the journal recorded, for some VMs. What is not recorded, or not of those VMs, looks absent. */
public final class UndoPass<C extends Change> implements Pass<C> {
    private static final Look NOTHING_TO_UNDO = new Look.Absent(null, "");

    private final Step<C> step;
    private final UndoRecords befores;
    private final LongPredicate vms;

    /** @param vms whose changes are undone, by idVm */
    public UndoPass(Step<C> step, UndoRecords befores, LongPredicate vms) {
        this.step = step;
        this.befores = befores;
        this.vms = vms;
    }

    /** Whether there is something to look at for this change. */
    public boolean covers(C change) {
        return vms.test(change.idVm()) && befores.of(change.no()) != null;
    }

    @Override
    public Direction direction() {
        return Direction.UNDO;
    }

    @Override
    public String phase() {
        return "rolling back Redis";
    }

    @Override
    public List<Look> look(List<C> batch) {
        Look[] looks = new Look[batch.size()];
        Arrays.fill(looks, NOTHING_TO_UNDO);
        List<Integer> positions = new ArrayList<>();
        List<PendingChange<C>> asked = new ArrayList<>();
        for (int i = 0; i < looks.length; i++) {
            C change = batch.get(i);
            if (covers(change)) {
                positions.add(i);
                asked.add(new PendingChange<>(change, befores.of(change.no())));
            }
        }
        List<Look> seen = asked.isEmpty() ? List.of() : step.lookBack(asked);
        for (int i = 0; i < seen.size(); i++) {
            looks[positions.get(i)] = seen.get(i);
        }
        return Arrays.asList(looks);
    }

    @Override
    public List<Outcome> carry(List<PendingChange<C>> batch) {
        return step.undo(batch);
    }

    @Override
    public void settle() {
        step.settle();
    }
}
