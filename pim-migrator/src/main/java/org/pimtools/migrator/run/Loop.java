package org.pimtools.migrator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.change.Change;
import org.pimtools.migrator.change.Look;
import org.pimtools.migrator.change.Outcome;
import org.pimtools.migrator.change.Todo;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;

/**
 * The one way in which changes are carried: look, record what will be done, do it, record what came of it. While one batch is done, the
 * next one is looked at and recorded. Closing waits for what is under way and records it, whatever went wrong meanwhile.
 */
final class Loop<C extends Change> implements AutoCloseable {
    /** A target that moves away this often under our hands is in use by somebody else. */
    private static final int TRIES = 5;

    private final Way<C> way;
    private final Journal journal;
    private final BiConsumer<C, Standing> stands;
    private UnderWay<C> underWay;

    /** @param stands is told where each change stands, once that is known */
    Loop(Way<C> way, Journal journal, BiConsumer<C, Standing> stands) {
        this.way = way;
        this.journal = journal;
        this.stands = stands;
    }

    private record UnderWay<C extends Change>(List<Todo<C>> batch, CompletableFuture<List<Outcome>> outcomes) {}

    /** Carries one batch, which can be under way when this returns. Can be repeated without harm. */
    void carry(List<C> batch) {
        List<Todo<C>> pending = recorded(batch);
        finish();
        if (!pending.isEmpty()) {
            underWay = new UnderWay<>(
                    pending, CompletableFuture.supplyAsync(() -> way.carry(pending), task -> start(task)));
        }
    }

    /** Ends what is under way, and carries anew, as often as it moves, what moved. */
    void finish() {
        List<C> moved = ended(false);
        for (int attempt = 2; !moved.isEmpty(); attempt++) {
            List<Todo<C>> pending = recorded(moved);
            moved = ended(pending, way.carry(pending), attempt == TRIES);
        }
    }

    @Override
    public void close() {
        ended(true);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "carrying");
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks, and records durably what is pending. */
    private List<Todo<C>> recorded(List<C> batch) {
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
        if (!pending.isEmpty()) {
            journal.appendDurably(intents);
        }
        return pending;
    }

    /** Waits for what is under way, records it, and returns what moved. */
    private List<C> ended(boolean last) {
        if (underWay == null) {
            return List.of();
        }
        UnderWay<C> ending = underWay;
        underWay = null;
        try {
            return ended(ending.batch(), ending.outcomes().join(), last);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private List<C> ended(List<Todo<C>> batch, List<Outcome> outcomes, boolean last) {
        List<Entry> records = new ArrayList<>();
        List<C> moved = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i).change();
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
