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
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.result.ResultLine;
import org.pimtools.migrator.inventory.PlannedResolution;
import org.pimtools.migrator.inventory.Resolution;

/**
 * The errors about VMs and other entities, sorted into those that the operator decided and those that stand in the way. An error about an endpoint
 * or a machine stands in the way through what it has, which has errors of its own.
 */
public final class Undecided {
    private static final String VM = "vm:";

    private final Decisions decisions;
    private final PlanPlaces places;
    private final Set<EntityKey> excluded = new HashSet<>();
    private final List<ResultLine.Decided> decided = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private final Set<Decisions.Group> used = new HashSet<>();
    private final Set<String> needless = new TreeSet<>();

    /**
     * Judges every one.
     *
     * @param findings of the plan, of the inventories and of Redis; those about other things and the milder ones do not count
     * @param resolutions all VMs and other entities, with what was decided applied to them
     */
    public Undecided(
            Iterable<Finding> findings,
            List<? extends PlannedResolution> resolutions,
            PlanScope scope,
            Decisions decisions) {
        this.decisions = decisions;
        this.places = scope.places();
        Map<EntityKey, List<Finding>> errorsOf = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR) {
                EntityKey.of(finding.entity())
                        .ifPresent(key -> errorsOf.computeIfAbsent(key, any -> new ArrayList<>(1))
                                .add(finding));
            }
        }
        for (PlannedResolution resolution : resolutions) {
            judge(resolution, errorsOf.getOrDefault(resolution.planned().key(), List.of()));
        }
    }

    private void judge(PlannedResolution resolution, List<Finding> own) {
        EntityKey key = resolution.planned().key();
        EntityDecision decision = decisions.of(key);
        Optional<String> place = places.of(resolution.planned());
        for (Finding error : own) {
            decisions.of(error.code(), place).ifPresent(group -> used.add(group.getKey()));
        }
        if (decision.exclude() != null) {
            exclude(key, own, decision.exclude().reason());
            if (own.isEmpty()) {
                needless.add(key + " is left out");
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
                exclude(key, own, exclude.reason());
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
                    key,
                    ResultLine.Decision.PROVIDER_ID,
                    resolution.finding().map(Finding::code).stream().toList(),
                    decision.assign().reason()));
        }
        accepted.forEach((reason, codes) -> decided.add(new ResultLine.Decided(
                key, ResultLine.Decision.ACCEPT, codes.stream().distinct().toList(), reason)));
        if (accepted.isEmpty()
                && (decision.all() != null || !decision.accepted().isEmpty())) {
            needless.add(key + " is accepted");
        }
        errors.addAll(undecided);
    }

    /** Takes away the error that a decided provider ID settles. */
    private void assigned(PlannedResolution resolution, EntityDecision decision, List<Finding> open) {
        if (decision.assign() == null) {
            return;
        }
        if (resolution.resolution() instanceof Resolution.Assigned) {
            resolution.finding().ifPresent(open::remove);
        } else if (resolution
                .providerId()
                .filter(decision.assign().providerId()::equals)
                .isPresent()) {
            needless.add(resolution.planned().key() + " is given its provider ID");
        }
    }

    private void exclude(EntityKey key, List<Finding> own, String reason) {
        excluded.add(key);
        decided.add(new ResultLine.Decided(
                key,
                ResultLine.Decision.EXCLUDE,
                own.stream().map(Finding::code).distinct().toList(),
                reason));
    }

    /** Whether this one is left out by decision. */
    public boolean isExcluded(EntityKey key) {
        return excluded.contains(key);
    }

    /** The ids of a kind's entities that are left out by decision. */
    public Set<Long> excluded(EntityKind kind) {
        return excluded.stream()
                .filter(key -> key.kind() == kind)
                .map(EntityKey::id)
                .collect(Collectors.toSet());
    }

    /** What was decided, one by one. */
    public List<ResultLine.Decided> decided() {
        return decided;
    }

    /** The errors that nobody decided, in the order of what they are about. */
    public List<Finding> errors() {
        return errors;
    }

    /** Decisions that decide nothing, or that nothing asked for: what was wrong is fixed, or a number is mistyped. */
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
