package org.pimtools.migrator.inventory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;

/** A VM of the plan, and what the inventory says about it. */
public record VmResolution(PlanLine.Vm vm, Resolution resolution) {

    /** The identity to migrate to, when there is exactly one. */
    public Optional<ProviderId> providerId() {
        return resolution.identity();
    }

    /**
     * The names under which the monitor may know the VM. It takes them from the hypervisor, so that the name which the inventory
     * has is the only one; the others of the plan count when the VM was renamed since it was migrated.
     */
    public List<String> oldNames() {
        String listed = "";
        if (resolution instanceof Resolution.Resolved resolved) {
            listed = resolved.name();
        } else if (resolution instanceof Resolution.AlreadyMigrated migrated) {
            listed = migrated.name();
        } else if (resolution instanceof Resolution.Assigned assigned) {
            listed = assigned.name();
        } else if (resolution instanceof Resolution.Settled settled) {
            listed = settled.name();
        }
        return vm.names().contains(listed) ? List.of(listed) : vm.names();
    }

    /** What is to be told about the VM: what stands in its way, or did before the operator decided; mostly nothing. */
    public Optional<Finding> finding() {
        if (resolution instanceof Resolution.NotFound notFound) {
            return finding(
                    FindingCode.NOT_FOUND,
                    "nothing there is called " + quoted(vm)
                            + notFound.similar().stream()
                                    .map(other -> "\"" + other.name() + "\" (" + other.providerId() + ")")
                                    .collect(Collectors.collectingAndThen(
                                            Collectors.joining(", "),
                                            others -> others.isEmpty() ? "" : "; easily mistaken: " + others)));
        }
        if (resolution instanceof Resolution.Ambiguous ambiguous) {
            return finding(
                    FindingCode.AMBIGUOUS,
                    quoted(vm) + " is one of " + join(ambiguous.candidates()) + "; " + ambiguous.because());
        }
        if (resolution instanceof Resolution.Settled settled) {
            return finding(
                    FindingCode.SETTLED,
                    quoted(vm) + " is one of " + join(settled.candidates()) + "; it is " + settled.providerId() + ", "
                            + settled.because());
        }
        if (resolution instanceof Resolution.Conflict conflict) {
            return finding(
                    FindingCode.CONFLICT,
                    quoted(vm) + " is " + conflict.providerId() + ", and so is vm:"
                            + String.join(
                                    ", vm:",
                                    conflict.others().stream()
                                            .limit(10)
                                            .map(String::valueOf)
                                            .toList()));
        }
        if (resolution instanceof Resolution.Blocked blocked) {
            return finding(blocked.code(), blocked.detail());
        }
        if (resolution instanceof Resolution.Unconfirmed unconfirmed) {
            return finding(FindingCode.BLOCKED, unconfirmed.detail());
        }
        if (resolution instanceof Resolution.Refused refused) {
            return finding(FindingCode.DECISION_REFUSED, refused.detail());
        }
        if (resolution instanceof Resolution.Assigned assigned) {
            return new VmResolution(vm, assigned.before()).finding();
        }
        return Optional.empty();
    }

    private Optional<Finding> finding(FindingCode code, String detail) {
        return Optional.of(new Finding(code, "vm:" + vm.idVm(), detail));
    }

    private static String quoted(PlanLine.Vm vm) {
        return String.join(
                " or ", vm.names().stream().map(name -> '"' + name + '"').toList());
    }

    private static String join(List<Candidate> candidates) {
        return String.join(
                ", ",
                candidates.stream()
                        .limit(10)
                        .map(candidate -> candidate.providerId().value())
                        .toList());
    }
}
