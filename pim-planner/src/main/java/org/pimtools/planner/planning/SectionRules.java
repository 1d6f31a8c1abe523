package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.plan.PlanLine;

/** What is wrong with a datacenter as a whole. */
public final class SectionRules {
    private static final String KNOWN_BACKUP_SYSTEM = "veeam";

    private SectionRules() {}

    /**
     * Checks the column that gets the provider IDs against the usual length of those of the datacenter's provider types. One finding
     * at most, for the longest.
     */
    public static Optional<Finding> shortColumn(PlanLine.TargetColumn column, List<HypervisorRow> machines) {
        Set<EndpointType> types = EnumSet.noneOf(EndpointType.class);
        machines.forEach(machine ->
                EndpointType.of(machine.type() == null ? "" : machine.type()).ifPresent(types::add));
        EndpointType longest = null;
        for (EndpointType type : types) {
            if (longest == null || usualLength(type) > usualLength(longest)) {
                longest = type;
            }
        }
        if (longest == null || usualLength(longest) <= column.length()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                FindingCode.SHORT_COLUMN,
                "column:" + column.table() + "." + column.column(),
                column.length() + " characters fit, and a provider ID of " + longest.platformName() + " has up to "
                        + usualLength(longest)));
    }

    /** How long a provider ID usually is at most, in characters; the examples in the platform's documentation are shorter. */
    private static int usualLength(EndpointType type) {
        return switch (type) {
            case VCENTER_CLUSTER, VMX_04 -> 36 + 1 + 13; // instance UUID, #, vm- and a number
            case KVM, XEN_3, XENSERVER, HYPERV_301, VBOX -> 36;
            case AMAZON -> 19;
            case AZURE -> 255; // an ARM id with group and VM names of up to 90 and 64 characters, #, UUID
            case GOOGLE -> 20;
            case VCLOUD -> 12 + 1 + 36; // urn:vcloud:vm and a UUID
            case OCI -> 110;
        };
    }

    /** A finding for a job of a backup system whose jobs are not renamed. */
    public static Optional<Finding> backupSystem(PlanLine.BackupJob job) {
        return job.system() != null && job.system().toLowerCase(Locale.ROOT).equals(KNOWN_BACKUP_SYSTEM)
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.UNKNOWN_BACKUP_SYSTEM,
                        "backup-job:" + job.id(),
                        "system " + VmRules.quoted(job.system()) + " of vm:" + job.idVm()));
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
    public static Finding noUuid(DatacenterRow datacenter, boolean taken) {
        return new Finding(
                FindingCode.NO_DATACENTER_UUID,
                "datacenter:" + datacenter.id(),
                "name " + VmRules.quoted(datacenter.name()) + ", uuid " + VmRules.quoted(datacenter.uuid())
                        + (taken ? ", which another datacenter has too" : ""));
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
