package org.pimtools.migrator.migrate;

import java.util.function.Consumer;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.result.ResultLine;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.StepFactory;

/** The states of the changes that no row waits for, as a result tells them. */
public final class OtherStates {
    private final StepList steps;
    private final WorkFile work;
    private final ChangeStates states;
    private boolean left;

    public OtherStates(StepList steps, WorkFile work, ChangeStates states) {
        this.steps = steps;
        this.work = work;
        this.states = states;
    }

    /**
     * Hands over every change and what was found about it.
     *
     * @return whether something is left that another run may do
     */
    public boolean report(Consumer<ResultLine.ChangeResult> changes, Consumer<Finding> findings) {
        steps.following().forEach(factory -> report(factory, changes, findings));
        return left;
    }

    private <C extends Change> void report(
            StepFactory<C, ?> factory, Consumer<ResultLine.ChangeResult> changes, Consumer<Finding> findings) {
        boolean acts = steps.mayAct(factory);
        work.changes(
                factory.info().changes(),
                1_000,
                batch -> batch.forEach(change -> {
                    ChangeState state = states.of(change.no());
                    changes.accept(new ResultLine.ChangeResult(
                            factory.info().name(), change.entity(), change.idVm(), state.state()));
                    boolean open =
                            switch (state.state()) {
                                case PENDING, REFUSED, FAILED, UNKNOWN, ROLLED_BACK -> true;
                                case DONE, ABSENT, BY_HAND -> false;
                            };
                    left |= open && acts;
                    if (state.finding() != null) {
                        findings.accept(new Finding(state.finding(), change.entity(), state.detail()));
                    } else if (state.state() == ResultLine.State.BY_HAND) {
                        findings.accept(new Finding(factory.info().codes().byHand(), change.entity(), state.detail()));
                    } else if (open && acts) {
                        findings.accept(new Finding(factory.info().codes().notDone(), change.entity(), state.detail()));
                    }
                }));
    }
}
