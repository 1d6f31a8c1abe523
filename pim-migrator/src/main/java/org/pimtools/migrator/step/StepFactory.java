package org.pimtools.migrator.step;

import java.util.List;
import java.util.function.IntSupplier;

/**
 * One kind of target before it is opened. A step is registered by its factory, in one place of the commands.
 *
 * @param <U> what undo needs
 */
public interface StepFactory<C extends Change, U> {
    StepInfo<C> info();

    UndoCodec<U> undoCodec();

    /** What this step has to do for a VM that has a provider ID; each change takes the next number. */
    List<C> plan(PlannedVm vm, IntSupplier numbers);

    /**
     * Opens the target to look at it.
     *
     * @throws org.pimtools.common.error.ToolException when nothing of it can be looked at
     */
    Step<C, U> open(StepContext context);
}
