package org.pimtools.planner.results;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/** What the results of the hosts say of each VM; one datacenter's results are held at a time. */
public final class HostResults {
    private final Map<UUID, ResultChoice> files;
    private final Map<Long, ResultLine.VmResult> vms = new HashMap<>();
    private final Map<Long, String> excluded = new HashMap<>();

    /**
     * Takes the newest result of each datacenter.
     *
     * @throws ToolException for a file that is no result
     */
    public HostResults(List<Path> paths) {
        files = ResultChoice.of(paths.stream().map(ResultFile::read).toList());
    }

    /** The results that are not taken, because there is a newer one. */
    public List<ResultFile> superseded() {
        return files.values().stream()
                .flatMap(choice -> choice.candidates().stream().skip(1))
                .toList();
    }

    /** Holds the results of this datacenter from now on. */
    public void turnTo(UUID datacenter) {
        vms.clear();
        excluded.clear();
        ResultChoice choice = files.get(datacenter);
        if (choice == null) {
            return;
        }
        try (ResultReader reader = ResultReader.open(choice.newest().path())) {
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
    public boolean isExcluded(long idVm) {
        return excluded.containsKey(idVm);
    }

    /** The provider ID that the host wrote for the VM, or null. */
    public String providerId(long idVm) {
        ResultLine.VmResult vm = vms.get(idVm);
        return vm == null || isExcluded(idVm) ? null : vm.providerId();
    }

    /** Why a VM has no provider ID, for people. */
    public String reason(long idVm) {
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
