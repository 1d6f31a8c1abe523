package org.pimtools.migrator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.change.Change;
import org.pimtools.migrator.change.Look;
import org.pimtools.migrator.change.Outcome;
import org.pimtools.migrator.change.Todo;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;

/** The one way in which changes are carried: look, record what will be done, do it, record what came of it. */
final class Loop<C extends Change> {
    /** A target that moves away this often under our hands is in use by somebody else. */
    private static final int TRIES = 5;

    private final Way<C> way;
    private final Journal journal;

    Loop(Way<C> way, Journal journal) {
        this.way = way;
        this.journal = journal;
    }

    /** Carries one batch, as often as its targets move, and tells where each change stands. Can be repeated without harm. */
    void carry(List<C> batch, BiConsumer<C, Standing> stands) {
        List<C> open = batch;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            open = attempt(open, attempt == TRIES, stands);
        }
    }

    private List<C> attempt(List<C> batch, boolean last, BiConsumer<C, Standing> stands) {
        List<Todo<C>> pending = new ArrayList<>();
        List<Entry> intents = new ArrayList<>();
        List<Look> looks = way.look(batch);
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i);
            if (looks.get(i) instanceof Look.Pending look) {
                pending.add(new Todo<>(change, look.before()));
                intents.add(new Entry.Intent(change.no(), way.direction(), look.before()));
            } else {
                stands.accept(change, standing(looks.get(i)));
            }
        }
        if (pending.isEmpty()) {
            return List.of();
        }
        journal.appendDurably(intents);
        List<Outcome> outcomes = way.carry(pending);
        List<Entry> records = new ArrayList<>();
        List<C> moved = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            C change = pending.get(i).change();
            Outcome outcome = outcomes.get(i);
            records.add(new Entry.Outcome(change.no(), way.direction(), outcome));
            if (outcome instanceof Outcome.Moved && !last) {
                moved.add(change);
            } else {
                stands.accept(change, standing(outcome));
            }
        }
        journal.append(records);
        return moved;
    }

    static Standing standing(Look look) {
        if (look instanceof Look.Pending) {
            return Standing.PENDING;
        }
        if (look instanceof Look.Absent absent) {
            return new Standing(Subscription.ABSENT, absent.finding(), absent.detail());
        }
        if (look instanceof Look.Refused refused) {
            return new Standing(Subscription.REFUSED, refused.finding(), refused.detail());
        }
        return Standing.DONE;
    }

    private static Standing standing(Outcome outcome) {
        if (outcome instanceof Outcome.Moved moved) {
            return Standing.failed("changed by somebody else at every attempt: " + moved.detail());
        }
        if (outcome instanceof Outcome.ByHand byHand) {
            return Standing.failed("to be done by hand: " + byHand.instruction());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return Standing.failed(failed.reason());
        }
        return Standing.DONE;
    }
}
