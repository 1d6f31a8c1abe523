package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.TaskLog;

/**
 * The one way in which changes are made: look, record what will be done, do it, record what came of it. While one attempt acts, the
 * next one looks and is recorded. Closing waits for what is under way and records it, whatever went wrong meanwhile.
 *
 * @param <U> what undo needs
 */
final class ChangeExecutor<C extends Change, U> implements AutoCloseable {
    /** A target that moves away this often under our hands is in use by somebody else. */
    private static final int TRIES = 5;

    private final Pass<C, U> pass;
    private final Journal journal;
    private final Map<Integer, String> openTasks;
    private final TaskLog tasks;
    private final BiConsumer<C, ChangeState> states;
    private UnderWay<C, U> underWay;

    /**
     * Begins with nothing under way.
     *
     * @param openTasks by change number, the tasks that an earlier run began and whose end it did not see
     * @param states receives the state of each change, once it is known
     */
    ChangeExecutor(
            Pass<C, U> pass, Journal journal, Map<Integer, String> openTasks, BiConsumer<C, ChangeState> states) {
        this.pass = pass;
        this.journal = journal;
        this.openTasks = openTasks;
        this.states = states;
        this.tasks = (no, task) ->
                journal.appendDurably(List.of(new Entry.Task(pass.info().name(), no, pass.direction(), task)));
    }

    private record UnderWay<C extends Change, U>(
            List<PendingChange<C, U>> batch, CompletableFuture<List<Outcome>> outcomes) {}

    /** Executes one batch, which can be under way when this returns. Can be repeated without harm. */
    void execute(List<C> batch) {
        for (Attempt<C, U> attempt : pass.attempts(batch)) {
            List<PendingChange<C, U>> pending = recorded(attempt.changes(), attempt.look());
            finish();
            underWay = new UnderWay<>(
                    pending, CompletableFuture.supplyAsync(() -> attempt.act(pending, tasks), task -> start(task)));
        }
    }

    /** Ends what is under way, and executes anew, as often as it moves, what moved. */
    void finish() {
        List<C> moved = ended(false);
        for (int attempt = 2; !moved.isEmpty(); attempt++) {
            List<PendingChange<C, U>> pending = recorded(moved, pass.look(moved));
            moved = ended(pending, pass.act(pending, tasks), attempt == TRIES);
        }
    }

    @Override
    public void close() {
        ended(true);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "executing");
        thread.setDaemon(true);
        thread.start();
    }

    /** Records durably what looks pending. */
    private List<PendingChange<C, U>> recorded(List<C> batch, List<Look<U>> looks) {
        List<PendingChange<C, U>> pending = new ArrayList<>();
        List<Entry> intents = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i);
            U undo = looks.get(i).undo().orElse(null);
            if (undo == null) {
                states.accept(change, looks.get(i).state());
            } else {
                pending.add(new PendingChange<>(change, undo, openTasks.get(change.no())));
                intents.add(new Entry.Intent(
                        pass.info().name(),
                        change.no(),
                        pass.direction(),
                        pass.step().undoCodec().write(undo)));
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
        UnderWay<C, U> ending = underWay;
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

    private List<C> ended(List<PendingChange<C, U>> batch, List<Outcome> outcomes, boolean last) {
        List<Entry> records = new ArrayList<>();
        List<C> moved = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i).change();
            Outcome outcome = outcomes.get(i);
            records.add(new Entry.Outcome(pass.info().name(), change.no(), pass.direction(), outcome));
            if (outcome.repeats() && !last) {
                moved.add(change);
            } else {
                states.accept(change, outcome.state());
            }
        }
        journal.append(records);
        return moved;
    }
}
