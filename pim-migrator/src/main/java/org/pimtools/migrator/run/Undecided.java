package org.pimtools.migrator.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.Severity;

/**
 * The errors about VMs, sorted into those that the operator decided and those that stand in the way. An error about an endpoint
 * or a machine stands in the way through its VMs, which have errors of their own.
 */
final class Undecided {
    private static final String VM = "vm:";

    private final Map<Long, String> excluded = new TreeMap<>();
    private final List<Finding> errors = new ArrayList<>();

    Undecided(Iterable<Finding> findings, Iterable<Long> vms, Decisions decisions) {
        Map<Long, List<Finding>> errorsOf = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR && isAboutVm(finding)) {
                errorsOf.computeIfAbsent(idVm(finding), id -> new ArrayList<>(1))
                        .add(finding);
            }
        }
        for (long vm : vms) {
            List<Finding> own = errorsOf.getOrDefault(vm, List.of());
            Optional<String> exclusion = decisions.exclusion(vm, own);
            if (exclusion.isPresent()) {
                excluded.put(vm, exclusion.get());
            } else {
                errors.addAll(own);
            }
        }
    }

    /** Which VMs are left out by decision, and why. */
    Map<Long, String> excluded() {
        return excluded;
    }

    /** The errors that nobody decided, in the order of their VMs. */
    List<Finding> errors() {
        return errors;
    }

    static boolean isAboutVm(Finding finding) {
        return finding.entity().startsWith(VM);
    }

    /** The VM that a finding about a VM is about. */
    static long idVm(Finding finding) {
        return Long.parseLong(finding.entity().substring(VM.length()));
    }
}
