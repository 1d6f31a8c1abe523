package org.pimtools.migrator.execute;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.journal.Entry;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;

/**
 * Carries a frozen work to its end, or back to its begin. A resume is the same from the start: nothing is taken for done because the journal says
 * so, only because the target does.
 */
public final class WorkExecution {
    /** A target that loses what it acknowledged and settled this often is not fit to be migrated. */
    private static final int ROUNDS = 3;

    private final WorkFile work;
    private final Pass<Change.Rekey> redis;
    private final RunMonitor watch;
    private final int batchSize;

    public WorkExecution(WorkFile work, Pass<Change.Rekey> redis, RunMonitor watch) {
        this(work, redis, watch, 1_000);
    }

    WorkExecution(WorkFile work, Pass<Change.Rekey> redis, RunMonitor watch, int batchSize) {
        this.work = work;
        this.redis = redis;
        this.watch = watch;
        this.batchSize = batchSize;
    }

    /**
     * Makes every change that is not made yet and looks at all of them again, after which what is done outlives a crash of
     * the targets.
     *
     * @param run the run's name, for the journal
     * @throws ToolException when a target cannot be reached, loses what was done, or the journal cannot be written; running
     *     again goes on
     */
    public ChangeStates carry(String run, Journal journal) {
        journal.appendDurably(
                List.of(new Entry.Begin(run, work.header().planId(), work.end().digest(), Instant.now())));
        for (int round = 1; round <= ROUNDS; round++) {
            ChangeStates carried = carryAll(journal);
            redis.settle();
            ChangeStates seen = look();
            if (!lost(carried, seen)) {
                return seen;
            }
        }
        throw new ToolException(
                ExitCode.FAILED,
                "Redis lost changes that it had acknowledged, " + ROUNDS + " times in a row",
                "look at its log for restarts and failovers, then run the same command again to go on");
    }

    /** Looks at every change and changes nothing. */
    public ChangeStates look() {
        ChangeStates standings = new ChangeStates(changes());
        eachBatch("looking at Redis", standings, batch -> {
            List<Look> looks = redis.look(batch);
            for (int i = 0; i < batch.size(); i++) {
                standings.set(batch.get(i).no(), ChangeExecutor.standing(looks.get(i)));
            }
        });
        return standings;
    }

    private ChangeStates carryAll(Journal journal) {
        ChangeStates standings = new ChangeStates(changes());
        try (ChangeExecutor<Change.Rekey> loop =
                new ChangeExecutor<>(redis, journal, (change, standing) -> standings.set(change.no(), standing))) {
            eachBatch(redis.phase(), standings, loop::carry);
            loop.finish();
            watch.progress(redis.phase(), standings.known(), work.end().rekeys());
        }
        return standings;
    }

    /** Moves the reasons of what failed over to what is seen, and says whether anything that was done is not there. */
    private boolean lost(ChangeStates carried, ChangeStates seen) {
        boolean[] lost = {false};
        work.rekeys(batchSize, batch -> {
            for (Change.Rekey rekey : batch) {
                ChangeState before = carried.of(rekey.no());
                if (seen.of(rekey.no()).state() == Subscription.PENDING) {
                    if (before.state() == Subscription.FAILED) {
                        seen.set(rekey.no(), before);
                    } else {
                        lost[0] = true;
                    }
                }
            }
        });
        return lost[0];
    }

    private void eachBatch(String phase, ChangeStates standings, Consumer<List<Change.Rekey>> batchWork) {
        watch.checkpoint();
        work.rekeys(batchSize, batch -> {
            batchWork.accept(batch);
            watch.progress(phase, standings.known(), work.end().rekeys());
            watch.checkpoint();
        });
    }

    private int changes() {
        return work.end().rekeys() + work.end().setRows();
    }
}
