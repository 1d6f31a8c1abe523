package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.text.Text;

/** What is wrong with a datacenter as a whole. */
public final class SectionRules {
    private SectionRules() {}

    /**
     * Checks the column that gets the provider IDs against the usual length of those of the datacenter's provider types. One finding
     * at most, for the longest.
     */
    public static Optional<Finding> shortColumn(PlanLine.TargetColumn column, List<HypervisorRow> machines) {
        Optional<ProviderKind> longest = machines.stream()
                .flatMap(machine -> FoundEndpoint.kind(machine).stream())
                .max(Comparator.comparingInt(ProviderKind::usualIdLength));
        return longest.filter(kind -> kind.usualIdLength() > column.length())
                .map(kind -> new Finding(
                        FindingCode.SHORT_COLUMN,
                        "column:" + column.table() + "." + column.column(),
                        column.length() + " characters fit, and a provider ID of " + kind.platformName() + " has up to "
                                + kind.usualIdLength()));
    }

    /** A finding for a job of a backup system whose jobs are not renamed. */
    public static Optional<Finding> backupSystem(PlanLine.BackupJob job) {
        return job.kind().isPresent()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.UNKNOWN_BACKUP_SYSTEM,
                        "backup-job:" + job.id(),
                        "system " + VmRules.quoted(job.system()) + " of vm:" + job.idVm()));
    }

    /** A finding for a datacenter with jobs that a step would rename, if it knew where they are. */
    public static Optional<Finding> withoutServer(DatacenterRow datacenter, long jobs) {
        return jobs == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.BACKUP_SERVER_NOT_USABLE,
                        "datacenter:" + datacenter.id(),
                        Text.counted(jobs, "backup job") + " of no server that the plan knows"));
    }

    /** A finding for a job that no plan can hold. */
    public static Optional<Finding> tooLong(PlanLine.BackupJob job) {
        return LongText.is(job.system())
                        || LongText.is(job.endpoint())
                        || LongText.is(job.jobName())
                        || LongText.is(job.jobRef())
                ? Optional.of(new Finding(
                        FindingCode.TOO_LONG,
                        "backup-job:" + job.id(),
                        "name " + VmRules.quoted(job.jobName()) + " of vm:" + job.idVm()))
                : Optional.empty();
    }

    /** Findings for a datacenter without monitor, and for triggers that cannot be seen. */
    public static List<Finding> surroundings(DatacenterRow datacenter, boolean monitored, boolean triggersVisible) {
        List<Finding> findings = new ArrayList<>();
        if (!monitored) {
            findings.add(new Finding(
                    FindingCode.NO_MONITOR,
                    "datacenter:" + datacenter.id(),
                    "name " + VmRules.quoted(datacenter.name())));
        }
        if (!triggersVisible) {
            findings.add(new Finding(
                    FindingCode.TRIGGERS_UNKNOWN, "table:virtualmachine", "the account has no TRIGGER right on it"));
        }
        return findings;
    }

    /** A finding for a datacenter that cannot have a section. */
    public static Finding noIdentity(DatacenterRow datacenter, boolean taken) {
        return new Finding(
                FindingCode.NO_DATACENTER_UUID,
                "datacenter:" + datacenter.id(),
                "name " + VmRules.quoted(datacenter.name()) + ", uuid " + VmRules.quoted(datacenter.uuid())
                        + (taken
                                ? ", which another datacenter has too"
                                : datacenter.uuid() == null
                                        ? ""
                                        : DatacenterId.fault(datacenter.uuid())
                                                .map(fault -> ", which " + fault)
                                                .orElse("")));
    }

    /** A finding for a deployed VM that no datacenter has. */
    public static Finding lost(VmRow vm) {
        String name = "name " + VmRules.quoted(vm.name());
        return vm.idHypervisor() == null
                ? new Finding(FindingCode.NO_HYPERVISOR, VmRules.entity(vm.idVm()), name)
                : new Finding(
                        FindingCode.LOST_HYPERVISOR,
                        VmRules.entity(vm.idVm()),
                        name + " on machine:" + vm.idHypervisor());
    }
}
