package org.pimtools.migrator.execute;

import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.StepInfo;
import org.pimtools.migrator.step.UndoCodec;

/**
 * A step that is open for this run, with what is known of it without its target.
 *
 * @param <U> what undo needs
 */
public record OpenStep<C extends Change, U>(StepInfo<C> info, UndoCodec<U> undoCodec, Step<C, U> step)
        implements AutoCloseable {

    /** @throws org.pimtools.common.error.ToolException when nothing of the target can be looked at */
    public static <C extends Change, U> OpenStep<C, U> of(StepFactory<C, U> factory, StepContext context) {
        return new OpenStep<>(factory.info(), factory.undoCodec(), factory.open(context));
    }

    @Override
    public void close() {
        step.close();
    }
}
