package org.pimtools.migrator.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.state.StateDirectory;

/**
 * One migration of a datacenter, whether it came to its end or not, without its VMs.
 *
 * @param machines by idHypervisor
 */
public record Migrated(
        StateDirectory.RunFiles files,
        WorkFile work,
        Map<Long, PlanLine.Machine> machines,
        List<PlanLine.BackupJob> backupJobs) {

    /**
     * All of them, the newest first.
     *
     * @throws ToolException when there is none
     */
    public static List<Migrated> all(StateDirectory state) {
        List<Migrated> all = new ArrayList<>();
        for (WorkFile work : state.works()) {
            StateDirectory.RunFiles files = state.run(work.header().run());
            PlanSection section = PlanSection.read(files.section());
            all.add(new Migrated(files, work, section.machines(), section.backupJobs()));
        }
        if (all.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "nothing was migrated here yet",
                    "there is nothing to roll back; name the state's place with --state-dir if it is another");
        }
        return all;
    }
}
