package org.pimtools.migrator.execute;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;

/**
 * Brings the changes of a frozen work to their end, or back to their begin, one step after the other. A resume is the same from the
 * start: nothing is taken for done because the journal has it, only because the target has.
 */
public final class WorkExecution {
    /** A target that loses what it acknowledged and settled this often is not fit to be migrated. */
    private static final int ROUNDS = 3;

    private final WorkFile work;
    private final RunMonitor monitor;
    private final ChangeStates states;

    public WorkExecution(WorkFile work, RunMonitor monitor) {
        this.work = work;
        this.monitor = monitor;
        this.states = new ChangeStates(work.end().changes());
    }

    /** The states of all changes that were looked at so far. */
    public ChangeStates states() {
        return states;
    }

    /**
     * Begins a run in the journal.
     *
     * @param run the run's name
     */
    public void begin(String run, Journal journal) {
        journal.appendDurably(
                List.of(new Entry.Begin(run, work.header().planId(), work.end().digest(), Instant.now())));
    }

    /**
     * Makes every change of one step that is not made yet and looks at all of them again, after which what is done outlives a crash of
     * the target.
     *
     * @throws ToolException when the target cannot be reached, loses what was done, or the journal cannot be written; running
     *     again resumes
     */
    public <C extends Change, U> ChangeStates execute(Pass<C, U> pass, Journal journal) {
        var openTasks = OpenTasks.read(journal.file(), pass.info().name(), pass.direction());
        for (int round = 1; round <= ROUNDS; round++) {
            ChangeStates executed = new ChangeStates(work.end().changes());
            try (ChangeExecutor<C, U> executor = new ChangeExecutor<>(
                    pass, journal, openTasks, (change, state) -> executed.set(change.no(), state))) {
                eachBatch(pass, pass.phase(), executed, executor::execute);
                executor.finish();
                monitor.progress(pass.phase(), executed.known(), total(pass));
            }
            pass.step().step().settle();
            look(pass);
            if (!lost(pass, executed)) {
                return states;
            }
        }
        throw new ToolException(
                ExitCode.FAILED,
                pass.info().words().target() + " lost changes that it had acknowledged, " + ROUNDS + " times in a row",
                "look at its log for restarts and failovers, then run the same command again to resume");
    }

    /** Looks at every change of one step and changes nothing. */
    public <C extends Change, U> ChangeStates look(Pass<C, U> pass) {
        ChangeStates seen = new ChangeStates(work.end().changes());
        eachBatch(pass, pass.info().words().looking(), seen, batch -> {
            List<Look<U>> looks = pass.look(batch);
            for (int i = 0; i < batch.size(); i++) {
                seen.set(batch.get(i).no(), looks.get(i).state());
                states.set(batch.get(i).no(), looks.get(i).state());
            }
        });
        return states;
    }

    /** Takes the same state for every change of a kind that was not looked at, because its target could not be. */
    public <C extends Change> void setMissing(Class<C> changes, ChangeState state) {
        work.changes(changes, 1_000, batch -> batch.forEach(change -> states.setIfMissing(change.no(), state)));
    }

    /** Keeps the reasons of what failed, and answers whether anything that was done is not there. */
    private <C extends Change, U> boolean lost(Pass<C, U> pass, ChangeStates executed) {
        boolean[] lost = {false};
        work.changes(pass.info().changes(), pass.info().batchSize(), batch -> {
            for (C change : batch) {
                if (states.of(change.no()).state() == State.PENDING) {
                    ChangeState before = executed.of(change.no());
                    switch (before.state()) {
                        case FAILED, BY_HAND, UNKNOWN -> states.set(change.no(), before);
                        case PENDING, DONE, ABSENT, REFUSED, ROLLED_BACK -> lost[0] = true;
                    }
                }
            }
        });
        return lost[0];
    }

    private <C extends Change, U> void eachBatch(
            Pass<C, U> pass, String phase, ChangeStates known, Consumer<List<C>> batchWork) {
        monitor.checkpoint();
        work.changes(pass.info().changes(), pass.info().batchSize(), batch -> {
            batchWork.accept(batch);
            monitor.progress(phase, known.known(), total(pass));
            monitor.checkpoint();
        });
    }

    private int total(Pass<?, ?> pass) {
        return work.end().count(pass.info().changes());
    }
}
