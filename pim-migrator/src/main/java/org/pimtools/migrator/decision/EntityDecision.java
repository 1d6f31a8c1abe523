package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.common.finding.FindingKind;

/**
 * Everything that was decided about one VM or another entity: it is left out, or it has a provider ID, errors accepted, or both.
 *
 * @param all why every error is accepted, or null
 * @param accepted why some errors are
 */
record EntityDecision(
        Decision.Exclude exclude,
        Decision.Assign assign,
        Decision.Accept all,
        Map<FindingKind, Decision.Accept> accepted) {
    static final EntityDecision NONE = new EntityDecision(null, null, null, Map.of());

    /**
     * With one decision more.
     *
     * @param code which error is meant, or null
     * @return empty when that contradicts what was decided before
     */
    Optional<EntityDecision> with(Decision decision, FindingKind code) {
        if (decision instanceof Decision.Exclude more) {
            return assign != null || all != null || !accepted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EntityDecision(exclude == null ? more : exclude, null, null, Map.of()));
        }
        if (exclude != null) {
            return Optional.empty();
        }
        if (decision instanceof Decision.Assign more) {
            return assign != null && !assign.providerId().equals(more.providerId())
                    ? Optional.empty()
                    : Optional.of(new EntityDecision(null, assign == null ? more : assign, all, accepted));
        }
        Decision.Accept more = (Decision.Accept) decision;
        if (code == null) {
            return Optional.of(new EntityDecision(null, assign, all == null ? more : all, accepted));
        }
        Map<FindingKind, Decision.Accept> codes = new TreeMap<>(Comparator.comparing(FindingKind::code));
        codes.putAll(accepted);
        codes.putIfAbsent(code, more);
        return Optional.of(new EntityDecision(null, assign, all, Collections.unmodifiableMap(codes)));
    }

    /** Why this error is accepted, when it is. */
    Optional<Decision.Accept> accept(FindingKind code) {
        return Optional.ofNullable(accepted.getOrDefault(code, all));
    }

    /** What was decided, without the reasons. */
    String summary() {
        List<String> parts = new ArrayList<>();
        if (exclude != null) {
            parts.add("exclude");
        }
        if (assign != null) {
            parts.add("provider-id " + assign.providerId());
        }
        if (all != null) {
            parts.add("accept");
        }
        accepted.keySet().forEach(code -> parts.add("accept " + code.code()));
        return String.join(", ", parts);
    }
}
