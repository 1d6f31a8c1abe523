package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.result.ResultLine;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

/**
 * The errors about VMs, sorted into those that the operator decided and those that stand in the way. An error about an endpoint
 * or a machine stands in the way through its VMs, which have errors of their own.
 */
public final class Undecided {
    private static final String VM = "vm:";

    private final Decisions decisions;
    private final Map<Long, String> places;
    private final Set<Long> excluded = new HashSet<>();
    private final List<ResultLine.Decided> decided = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private final Set<Decisions.Group> used = new HashSet<>();
    private final Set<String> needless = new TreeSet<>();

    /**
     * Judges every VM.
     *
     * @param findings of the plan, of the inventories and of Redis; those about other things and the milder ones do not count
     * @param resolutions all VMs, with what was decided applied to them
     */
    public Undecided(Iterable<Finding> findings, List<VmResolution> resolutions, PlanScope scope, Decisions decisions) {
        this.decisions = decisions;
        this.places = scope.places();
        Map<Long, List<Finding>> errorsOf = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR && isAboutVm(finding)) {
                errorsOf.computeIfAbsent(idVm(finding), id -> new ArrayList<>(1))
                        .add(finding);
            }
        }
        for (VmResolution resolution : resolutions) {
            judge(resolution, errorsOf.getOrDefault(resolution.vm().idVm(), List.of()));
        }
    }

    private void judge(VmResolution resolution, List<Finding> own) {
        long vm = resolution.vm().idVm();
        VmDecision decision = decisions.of(vm);
        Optional<String> place = Optional.ofNullable(places.get(resolution.vm().idHypervisor()));
        for (Finding error : own) {
            decisions.of(error.code(), place).ifPresent(group -> used.add(group.getKey()));
        }
        if (decision.exclude() != null) {
            exclude(vm, own, decision.exclude().reason());
            if (own.isEmpty()) {
                needless.add(VM + vm + " is left out");
            }
            return;
        }
        List<Finding> open = new ArrayList<>(own);
        assigned(resolution, decision, open);
        List<Finding> undecided = new ArrayList<>();
        Map<String, List<FindingKind>> accepted = new LinkedHashMap<>();
        for (Finding error : open) {
            Optional<Decision.Accept> accept = decision.accept(error.code());
            Optional<Map.Entry<Decisions.Group, Decision>> group =
                    accept.isPresent() ? Optional.empty() : decisions.of(error.code(), place);
            if (group.isPresent() && group.get().getValue() instanceof Decision.Exclude exclude) {
                exclude(vm, own, exclude.reason());
                return;
            }
            Optional<String> reason = accept.map(Decision.Accept::reason)
                    .or(() -> group.map(hit -> hit.getValue().reason()));
            if (reason.isPresent()) {
                accepted.computeIfAbsent(reason.get(), why -> new ArrayList<>(1))
                        .add(error.code());
            } else {
                undecided.add(error);
            }
        }
        if (resolution.resolution() instanceof Resolution.Assigned) {
            decided.add(new ResultLine.Decided(
                    vm,
                    ResultLine.Decision.PROVIDER_ID,
                    resolution.finding().map(Finding::code).stream().toList(),
                    decision.assign().reason()));
        }
        accepted.forEach((reason, codes) -> decided.add(new ResultLine.Decided(
                vm, ResultLine.Decision.ACCEPT, codes.stream().distinct().toList(), reason)));
        if (accepted.isEmpty()
                && (decision.all() != null || !decision.accepted().isEmpty())) {
            needless.add(VM + vm + " is accepted");
        }
        errors.addAll(undecided);
    }

    /** Takes away the error that a decided provider ID settles. */
    private void assigned(VmResolution resolution, VmDecision decision, List<Finding> open) {
        if (decision.assign() == null) {
            return;
        }
        if (resolution.resolution() instanceof Resolution.Assigned) {
            resolution.finding().ifPresent(open::remove);
        } else if (resolution
                .providerId()
                .filter(decision.assign().providerId()::equals)
                .isPresent()) {
            needless.add(VM + resolution.vm().idVm() + " is given its provider ID");
        }
    }

    private void exclude(long vm, List<Finding> own, String reason) {
        excluded.add(vm);
        decided.add(new ResultLine.Decided(
                vm,
                ResultLine.Decision.EXCLUDE,
                own.stream().map(Finding::code).distinct().toList(),
                reason));
    }

    /** The VMs that are left out by decision. */
    public Set<Long> excluded() {
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

    /** Decisions that decide nothing, or that nothing asked for: what was wrong is mended, or a number is mistyped. */
    public List<String> oddDecisions() {
        List<String> odd = new ArrayList<>(decisions.warnings());
        if (!needless.isEmpty()) {
            odd.add("decided, though nothing stands in the way: " + Few.of(needless));
        }
        decisions.groups().keySet().stream()
                .filter(group -> !used.contains(group))
                .forEach(group -> odd.add(group + " is decided, but no VM has that error"));
        return odd;
    }

    public static boolean isAboutVm(Finding finding) {
        return finding.entity().startsWith(VM);
    }

    /** The VM that a finding about a VM is about. */
    public static long idVm(Finding finding) {
        return Long.parseLong(finding.entity().substring(VM.length()));
    }
}
