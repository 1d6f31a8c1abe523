package org.pimtools.migrator.migrate;

import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.StepInfo;

/**
 * How many of the VMs that were looked for a target has. One that has hardly any is probably not the datacenter's.
 *
 * @param found VMs that the target has, in whatever state
 * @param all VMs that were looked for
 */
record Coverage(long found, long all) {
    /** How many percent have to be found where nobody says otherwise. */
    static final int DEFAULT_MINIMUM = 50;

    /** Of a frozen work that was looked at. */
    static <C extends Change> Coverage of(WorkFile work, StepInfo<C> step, ChangeStates states) {
        long[] found = {0};
        work.changes(step.changes(), step.batchSize(), batch -> {
            for (C change : batch) {
                found[0] += states.of(change.no()).state() == State.ABSENT ? 0 : 1;
            }
        });
        return new Coverage(found[0], work.end().count(step.changes()));
    }

    /** @param percent 0 to 100; nothing is below 0 */
    boolean isBelow(int percent) {
        return all > 0 && found * 100 < percent * all;
    }

    /** For a migration that goes on, where nothing can be decided any more. */
    ToolException refusal(StepInfo<?> step) {
        return new ToolException(
                ExitCode.UNSAFE,
                step.words().target() + " has hardly any VM of this migration: " + this,
                "check address, port and database number; restore its data if it was lost, then run the same command again");
    }

    @Override
    public String toString() {
        return Text.grouped(found) + " of " + Text.grouped(all) + " are there";
    }
}
