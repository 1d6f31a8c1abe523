package org.pimtools.migrator.step;

import java.util.List;
import java.util.function.IntSupplier;
import org.pimtools.common.plan.PlanLine;

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

    /** Whether this step renames the backup job, so that nobody has to be asked to do it by hand. */
    default boolean renames(PlanLine.BackupJob job) {
        return false;
    }

    /**
     * Opens the target to look at it.
     *
     * @throws org.pimtools.common.error.ToolException when nothing of it can be looked at
     */
    Step<C, U> open(StepContext context);
}
