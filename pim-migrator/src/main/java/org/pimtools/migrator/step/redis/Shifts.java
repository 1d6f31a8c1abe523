package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;

/**
 * Two {@link Shift}s that take turns: one looks while the other one acts. The subscriptions of one machine always
 * belong to the same one. A machine with too many of them for one transaction belongs to none. Behind a batch of which
 * nothing was to be changed, as a resume has many, nothing is held, since a look that watches costs more.
 */
final class Shifts implements AutoCloseable {
    private final KnownRedis looking;
    private final KnownRedis changing;
    private final List<Shift> shifts = List.of(new Shift(), new Shift());
    private boolean changes = true;

    /**
     * @param looking for what is in no transaction
     * @param changing holds the lock
     */
    Shifts(KnownRedis looking, KnownRedis changing) {
        this.looking = looking;
        this.changing = changing;
    }

    /**
     * Splits a batch, which is asked for when all of the batch before was looked at.
     *
     * @param otherwise what becomes of those that belong to no shift
     */
    <T> List<Attempt<Change.Rekey, UndoRecord>> attempts(
            List<T> batch,
            HeldAttempt.Kind<T> kind,
            Function<List<T>, List<Attempt<Change.Rekey, UndoRecord>>> otherwise) {
        if (!changes) {
            return observed(otherwise.apply(batch));
        }
        List<HeldAttempt.Item<T>> items =
                batch.stream().map(each -> HeldAttempt.Item.of(each, kind)).toList();
        Map<Long, Integer> crowds = new HashMap<>();
        items.forEach(item -> crowds.merge(item.machine(), 1, Integer::sum));
        List<List<HeldAttempt.Item<T>>> parts = List.of(new ArrayList<>(), new ArrayList<>());
        List<T> others = new ArrayList<>();
        for (HeldAttempt.Item<T> item : items) {
            if (item.machine() >= 0 && crowds.get(item.machine()) <= Allotment.MOST) {
                parts.get((int) (item.machine() % shifts.size())).add(item);
            } else {
                others.add(item.change());
            }
        }
        List<Attempt<Change.Rekey, UndoRecord>> attempts = new ArrayList<>();
        for (int i = 0; i < shifts.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                attempts.add(new HeldAttempt<>(parts.get(i), kind, shifts.get(i), looking, changing));
            }
        }
        if (!others.isEmpty()) {
            attempts.addAll(otherwise.apply(others));
        }
        return observed(attempts);
    }

    private List<Attempt<Change.Rekey, UndoRecord>> observed(List<Attempt<Change.Rekey, UndoRecord>> attempts) {
        changes = false;
        return attempts.stream()
                .<Attempt<Change.Rekey, UndoRecord>>map(
                        attempt -> new ObservedAttempt(attempt, pending -> changes |= pending))
                .toList();
    }

    @Override
    public void close() {
        shifts.forEach(Shift::close);
    }
}
