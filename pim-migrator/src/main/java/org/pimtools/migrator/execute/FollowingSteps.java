package org.pimtools.migrator.execute;

import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;

/** The steps after the SQL files: whatever happens to one of their targets is the state of its own changes, and ends nothing. */
public final class FollowingSteps {
    private final StepList steps;
    private final WorkFile work;
    private final StepContext context;

    public FollowingSteps(StepList steps, WorkFile work, StepContext context) {
        this.steps = steps;
        this.work = work;
        this.context = context;
    }

    /** What is done with one of them that has changes in the work. */
    private interface Visit {
        <C extends Change, U> void step(StepFactory<C, U> factory, OpenStep<C, U> step);
    }

    /** Looks at all of their changes. */
    public void look(WorkExecution execution) {
        each(execution, new Visit() {
            @Override
            public <C extends Change, U> void step(StepFactory<C, U> factory, OpenStep<C, U> step) {
                execution.look(Pass.forward(step));
            }
        });
    }

    /** Makes the changes of those that may act, and looks at those of the others. */
    public void execute(WorkExecution execution, Journal journal) {
        each(execution, new Visit() {
            @Override
            public <C extends Change, U> void step(StepFactory<C, U> factory, OpenStep<C, U> step) {
                if (steps.mayAct(factory)) {
                    step.step().enter();
                    execution.execute(Pass.forward(step), journal);
                } else {
                    execution.look(Pass.forward(step));
                }
            }
        });
    }

    private void each(WorkExecution execution, Visit visit) {
        steps.following().forEach(factory -> one(factory, execution, visit));
    }

    private <C extends Change, U> void one(StepFactory<C, U> factory, WorkExecution execution, Visit visit) {
        if (work.end().count(factory.info().changes()) == 0) {
            return;
        }
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            visit.step(factory, step);
        } catch (ToolException e) {
            execution.setMissing(factory.info().changes(), unknown(factory, e));
        }
    }

    /** @throws ToolException the same, when it is about the run and not about the target */
    public static ChangeState unknown(StepFactory<?, ?> factory, ToolException e) {
        return switch (e.exitCode()) {
            case UNREACHABLE, UNSAFE, INVALID_INPUT, USAGE ->
                new ChangeState(State.UNKNOWN, factory.info().codes().unreachable(), e.getMessage() + "; " + e.hint());
            case DONE, FAILED, PARTIAL, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
        };
    }
}
