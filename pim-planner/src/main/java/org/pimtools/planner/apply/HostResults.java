package org.pimtools.planner.apply;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/** The result files of the hosts, at most one per datacenter; one datacenter's results are held at a time. */
public final class HostResults {
    private final Map<UUID, Path> files = new HashMap<>();
    private final Map<Long, ResultLine.VmResult> vms = new HashMap<>();
    private final Map<Long, String> excluded = new HashMap<>();

    /** @throws ToolException for a file that is no result of this plan, or the second one of a datacenter */
    public HostResults(List<Path> paths, UUID plan) {
        for (Path path : paths) {
            try (ResultReader reader = ResultReader.open(path)) {
                if (!reader.start().planId().equals(plan)) {
                    throw new ToolException(
                            ExitCode.INVALID_INPUT,
                            "the result " + path + " belongs to plan "
                                    + reader.start().planId() + ", not to " + plan,
                            "give the results of this plan");
                }
                if (files.put(reader.start().datacenter(), path) != null) {
                    throw new ToolException(
                            ExitCode.INVALID_INPUT,
                            "there are two results of datacenter "
                                    + reader.start().datacenter(),
                            "give only the newest result of each datacenter");
                }
            }
        }
    }

    /** Holds the results of this datacenter from now on. */
    void turnTo(UUID datacenter) {
        vms.clear();
        excluded.clear();
        Path file = files.get(datacenter);
        if (file == null) {
            return;
        }
        try (ResultReader reader = ResultReader.open(file)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    vms.put(vm.idVm(), vm);
                } else if (line instanceof ResultLine.Decided decided
                        && decided.decision() == ResultLine.Decision.EXCLUDE) {
                    excluded.put(decided.idVm(), decided.reason());
                }
            }
        }
    }

    /** True when the operator decided to leave the VM out. */
    boolean isExcluded(long idVm) {
        return excluded.containsKey(idVm);
    }

    /** The provider ID that the host wrote for the VM, or null. */
    String providerId(long idVm) {
        ResultLine.VmResult vm = vms.get(idVm);
        return vm == null || isExcluded(idVm) ? null : vm.providerId();
    }

    /** Why a VM has no provider ID, for people. */
    String reason(long idVm) {
        if (isExcluded(idVm)) {
            return "left out by decision: " + excluded.get(idVm);
        }
        ResultLine.VmResult vm = vms.get(idVm);
        if (vm == null) {
            return "its host's result does not say why, or was not given";
        }
        return switch (vm.outcome()) {
            case NOT_FOUND -> "not found at the provider";
            case AMBIGUOUS -> "several VMs of the provider have its name";
            case CONFLICT -> "another VM has the same provider ID";
            case BLOCKED -> "its endpoint could not be read";
            case RESOLVED, ALREADY_MIGRATED ->
                vm.redis() == ResultLine.Subscription.REFUSED || vm.redis() == ResultLine.Subscription.FAILED
                        ? "found, but its subscription was not re-keyed"
                        : "found, but its SQL file was not applied";
        };
    }
}
