package org.pimtools.migrator.migrate;

import java.util.Map;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.ChangeKind;

/** What an update file of a migration says about itself. */
public final class UpdateManifest {
    private UpdateManifest() {}

    /**
     * Of the file that a run writes beside its result.
     *
     * @param start of the result
     * @param leftOut how many VMs of the work the file does not have
     * @param already how many of the others had their provider ID before
     * @param counts of the result
     */
    public static SqlManifest of(
            ResultLine.Start start, String run, WorkFile work, int leftOut, long already, Map<String, Long> counts) {
        long included = work.end().count(ChangeKind.REKEY) - leftOut;
        return new SqlManifest(
                SqlDirection.UPDATE,
                start.datacenter(),
                start.planId(),
                start.planCreated(),
                run,
                start.started(),
                included,
                counts.get("vms") - included,
                already,
                new DecidedCounts(counts.get("excluded"), counts.get("assigned"), counts.get("accepted")));
    }
}
