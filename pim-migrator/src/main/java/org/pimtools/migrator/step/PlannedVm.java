package org.pimtools.migrator.step;

import java.util.List;
import org.pimtools.common.plan.PlanLine;

/**
 * A VM that is migrated, as the steps plan their changes for it.
 *
 * @param oldNames what the VM may have been called before, most likely first
 * @param jobs its backup jobs
 */
public record PlannedVm(PlanLine.Vm vm, String providerId, List<String> oldNames, List<PlanLine.BackupJob> jobs) {
    public PlannedVm {
        oldNames = List.copyOf(oldNames);
        jobs = List.copyOf(jobs);
    }
}
