package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.result.ResultLine;

/**
 * The errors about VMs, sorted into those that the operator decided and those that stand in the way. An error about an endpoint
 * or a machine stands in the way through its VMs, which have errors of their own.
 */
public final class Undecided {
    private static final String VM = "vm:";
    private static final int NAMED = 10;

    private final Map<Long, String> excluded = new TreeMap<>();
    private final List<ResultLine.Decided> decided = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private final List<String> oddDecisions = new ArrayList<>();

    public Undecided(Iterable<Finding> findings, Iterable<Long> vms, Decisions decisions) {
        Map<Long, List<Finding>> errorsOf = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR && isAboutVm(finding)) {
                errorsOf.computeIfAbsent(idVm(finding), id -> new ArrayList<>(1))
                        .add(finding);
            }
        }
        Set<Long> unknown = new TreeSet<>(decisions.vms().keySet());
        Set<Long> healthy = new TreeSet<>();
        for (long vm : vms) {
            List<Finding> own = errorsOf.getOrDefault(vm, List.of());
            Optional<String> exclusion = decisions.exclusion(vm, own);
            unknown.remove(vm);
            if (exclusion.isPresent()) {
                excluded.put(vm, exclusion.get());
                decided.add(new ResultLine.Decided(
                        vm,
                        ResultLine.Decision.EXCLUDE,
                        own.stream().map(Finding::code).distinct().toList(),
                        exclusion.get()));
                if (own.isEmpty()) {
                    healthy.add(vm);
                }
            } else {
                errors.addAll(own);
            }
        }
        if (!unknown.isEmpty()) {
            oddDecisions.add("decided, but not in the plan: " + list(unknown));
        }
        if (!healthy.isEmpty()) {
            oddDecisions.add("left out by decision, though nothing stands in the way: " + list(healthy));
        }
        Set<FindingCode> idle = EnumSet.noneOf(FindingCode.class);
        idle.addAll(decisions.codes().keySet());
        errorsOf.values().forEach(own -> own.forEach(error -> idle.remove(error.code())));
        idle.forEach(code -> oddDecisions.add(code.code() + " is decided, but no VM has that error"));
    }

    private static String list(Set<Long> vms) {
        String named = vms.stream().limit(NAMED).map(vm -> VM + vm).collect(Collectors.joining(", "));
        return vms.size() <= NAMED ? named : named + " and " + (vms.size() - NAMED) + " more";
    }

    /** Which VMs are left out by decision, and why. */
    public Map<Long, String> excluded() {
        return excluded;
    }

    /** What was decided, VM by VM. */
    public List<ResultLine.Decided> decided() {
        return decided;
    }

    /** The errors that nobody decided, in the order of their VMs. */
    public List<Finding> errors() {
        return errors;
    }

    /** Decisions that decide nothing, or that nothing asked for: perhaps a mistyped number. */
    public List<String> oddDecisions() {
        return oddDecisions;
    }

    public static boolean isAboutVm(Finding finding) {
        return finding.entity().startsWith(VM);
    }

    /** The VM that a finding about a VM is about. */
    static long idVm(Finding finding) {
        return Long.parseLong(finding.entity().substring(VM.length()));
    }
}
