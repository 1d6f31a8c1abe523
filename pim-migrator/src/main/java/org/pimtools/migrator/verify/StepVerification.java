package org.pimtools.migrator.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.FollowingSteps;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.UndoRecords;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.StepInfo;

/** Looks at the changes of one step after another, and names what is not as the migration left it. */
final class StepVerification {
    private final WorkFile work;
    private final Path journal;
    private final Set<Long> rolledBack;
    private final Absent absent;
    private final RunMonitor monitor;
    private final Consumer<Finding> found;

    /** @param rolledBack VMs that were rolled back since, by idVm */
    StepVerification(
            WorkFile work,
            Path journal,
            Set<Long> rolledBack,
            Absent absent,
            RunMonitor monitor,
            Consumer<Finding> found) {
        this.work = work;
        this.journal = journal;
        this.rolledBack = rolledBack;
        this.absent = absent;
        this.monitor = monitor;
        this.found = found;
    }

    /** Of a step that gates no rows: a target that cannot be seen is one finding. */
    <C extends Change, U> void verify(StepFactory<C, U> factory, StepContext context) {
        if (work.end().count(factory.info().changes()) == 0) {
            return;
        }
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            verify(step);
        } catch (ToolException e) {
            ChangeState unknown = FollowingSteps.unknown(factory, e);
            found.accept(new Finding(unknown.finding(), factory.info().name(), unknown.detail()));
        }
    }

    /** Returns how many changes were looked at. */
    <C extends Change, U> long verify(OpenStep<C, U> step) {
        ChangeStates states = new WorkExecution(work, monitor).look(Pass.forward(step));
        addChangedAfterwards(step, states);
        StepInfo<C> info = step.info();
        work.changes(info.changes(), info.batchSize(), batch -> {
            for (C change : batch) {
                ChangeState state = states.of(change.no());
                if (!rolledBack.contains(change.idVm())) {
                    add(info, change, state);
                } else if (state.state() == State.DONE) {
                    add(info.codes().notUndone(), change, info.words().changed() + " again");
                }
            }
        });
        return work.end().count(info.changes());
    }

    private void add(StepInfo<?> info, Change change, ChangeState state) {
        switch (state.state()) {
            // what only a person can do was listed by the migration, and cannot be seen from here
            case DONE, BY_HAND -> {}
            case ABSENT -> {
                if (!absent.has(change, info.gatesRows())) {
                    add(
                            info.codes().gone(),
                            change,
                            info.words().subject() + " of " + change.newName() + " is gone: " + state.detail());
                }
            }
            case PENDING, ROLLED_BACK ->
                add(info.codes().notDone(), change, info.words().old());
            case REFUSED, FAILED, UNKNOWN ->
                add(state.finding() == null ? info.codes().notDone() : state.finding(), change, state.detail());
        }
    }

    private void add(FindingCode code, Change change, String detail) {
        found.accept(new Finding(code, change.entity(), detail));
    }

    /** What is done still, but not as the journal says that it must be. */
    private <C extends Change, U> void addChangedAfterwards(OpenStep<C, U> step, ChangeStates states) {
        UndoRecords<U> records = UndoRecords.read(work, journal, step.info().name(), step.undoCodec());
        AtomicLong compared = new AtomicLong();
        work.changes(step.info().changes(), step.info().batchSize(), batch -> {
            List<PendingChange<C, U>> done = batch.stream()
                    .filter(change ->
                            records.has(change.no()) && states.of(change.no()).state() == State.DONE)
                    .map(change -> new PendingChange<>(change, records.of(change.no())))
                    .toList();
            List<Look<U>> looks = done.isEmpty() ? List.of() : step.step().lookBack(done);
            for (int i = 0; i < looks.size(); i++) {
                ChangeState state = looks.get(i).state();
                if (state.state() == State.REFUSED) {
                    add(FindingCode.CHANGED_AFTERWARDS, done.get(i).change(), state.detail());
                }
            }
            monitor.progress(
                    "comparing with the journal",
                    compared.addAndGet(batch.size()),
                    work.end().count(step.info().changes()));
            monitor.checkpoint();
        });
    }
}
