package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.VmResolution;

/** Says which backup jobs still carry a VM's old name, and what they must be called: the platform looks for the provider ID. */
public final class BackupJobs {
    private BackupJobs() {}

    /** One finding per job whose VM gets a provider ID that the job's name does not hold yet. */
    public static List<Finding> findings(List<PlanLine.BackupJob> jobs, List<VmResolution> resolutions) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        Map<Long, VmResolution> byVm = new HashMap<>();
        resolutions.forEach(resolution -> byVm.put(resolution.vm().idVm(), resolution));
        List<Finding> findings = new ArrayList<>();
        for (PlanLine.BackupJob job : jobs) {
            VmResolution vm = byVm.get(job.idVm());
            if (vm != null && vm.providerId().isPresent()) {
                String providerId = vm.providerId().get().value();
                if (!job.jobName().contains(providerId)) {
                    findings.add(new Finding(
                            FindingCode.BACKUP_JOB_BY_HAND,
                            "backup-job:" + job.id(),
                            "%s job \"%s\" of vm:%d: call it \"%s\""
                                    .formatted(job.system(), job.jobName(), job.idVm(), newName(job, vm, providerId))));
                }
            }
        }
        return findings;
    }

    /** One finding per job that somebody may have renamed after its VM was migrated, with the name that it had. */
    public static List<Finding> back(Collection<PlanLine.BackupJob> jobs, Map<Long, String> providerIds) {
        List<Finding> findings = new ArrayList<>();
        for (PlanLine.BackupJob job : jobs) {
            String providerId = providerIds.get(job.idVm());
            if (providerId != null && !job.jobName().contains(providerId)) {
                findings.add(new Finding(
                        FindingCode.BACKUP_JOB_BACK,
                        "backup-job:" + job.id(),
                        "%s job of vm:%d: it was called \"%s\"".formatted(job.system(), job.idVm(), job.jobName())));
            }
        }
        return findings;
    }

    private static String newName(PlanLine.BackupJob job, VmResolution vm, String providerId) {
        for (String name : vm.vm().names()) {
            if (job.jobName().contains(name)) {
                return job.jobName().replace(name, providerId);
            }
        }
        return job.jobName() + " " + providerId;
    }
}
