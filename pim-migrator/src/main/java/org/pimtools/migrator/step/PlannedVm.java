package org.pimtools.migrator.step;

import java.util.List;
import org.pimtools.common.plan.PlanLine;

/**
 * A VM that is migrated, as the steps plan their changes for it.
 *
 * @param oldNames what the VM may have been called before, most likely first
 * @param jobs its backup jobs
 * @param endpoints all of the plan's section, such as the backup server that has the jobs
 */
public record PlannedVm(
        PlanLine.Vm vm,
        String providerId,
        List<String> oldNames,
        List<PlanLine.BackupJob> jobs,
        List<PlanLine.Endpoint> endpoints) {
    public PlannedVm {
        oldNames = List.copyOf(oldNames);
        jobs = List.copyOf(jobs);
        endpoints = List.copyOf(endpoints);
    }
}
