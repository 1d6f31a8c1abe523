package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;

/**
 * The one way in which changes are carried: look, record what will be done, do it, record what came of it. While one batch is done, the
 * next one is looked at and recorded. Closing waits for what is under way and records it, whatever went wrong meanwhile.
 */
public final class ChangeExecutor<C extends Change> implements AutoCloseable {
    /** A target that moves away this often under our hands is in use by somebody else. */
    private static final int TRIES = 5;

    private final Pass<C> way;
    private final Journal journal;
    private final BiConsumer<C, ChangeState> stands;
    private UnderWay<C> underWay;

    /** @param stands is told where each change stands, once that is known */
    ChangeExecutor(Pass<C> way, Journal journal, BiConsumer<C, ChangeState> stands) {
        this.way = way;
        this.journal = journal;
        this.stands = stands;
    }

    private record UnderWay<C extends Change>(
            List<PendingChange<C>> batch, CompletableFuture<List<Outcome>> outcomes) {}

    /** Carries one batch, which can be under way when this returns. Can be repeated without harm. */
    void carry(List<C> batch) {
        List<PendingChange<C>> pending = recorded(batch);
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
            List<PendingChange<C>> pending = recorded(moved);
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
    private List<PendingChange<C>> recorded(List<C> batch) {
        List<PendingChange<C>> pending = new ArrayList<>();
        List<Entry> intents = new ArrayList<>();
        List<Look> looks = way.look(batch);
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i);
            if (looks.get(i) instanceof Look.Pending look) {
                pending.add(new PendingChange<>(change, look.before()));
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

    private List<C> ended(List<PendingChange<C>> batch, List<Outcome> outcomes, boolean last) {
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

    public static ChangeState standing(Look look) {
        if (look instanceof Look.Pending) {
            return ChangeState.PENDING;
        }
        if (look instanceof Look.Absent absent) {
            return new ChangeState(Subscription.ABSENT, absent.finding(), absent.detail());
        }
        if (look instanceof Look.Refused refused) {
            return new ChangeState(Subscription.REFUSED, refused.finding(), refused.detail());
        }
        return ChangeState.DONE;
    }

    private static ChangeState standing(Outcome outcome) {
        if (outcome instanceof Outcome.Moved moved) {
            return ChangeState.failed("changed by somebody else at every attempt: " + moved.detail());
        }
        if (outcome instanceof Outcome.ByHand byHand) {
            return ChangeState.failed("to be done by hand: " + byHand.instruction());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return ChangeState.failed(failed.reason());
        }
        return ChangeState.DONE;
    }
}
