package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;

/** Counts decisions by what was decided, keeps the first few of each, and knows which findings they settle. */
final class DecisionGroups {
    private static final int EXAMPLES = 3;

    private final Map<Decision, Group> groups = new EnumMap<>(Decision.class);
    private final Map<String, Set<FindingKind>> settled = new HashMap<>();

    private final Set<String> excluded = new HashSet<>();

    /** All decisions of one kind. */
    static final class Group {
        private final List<ResultLine.Decided> examples = new ArrayList<>(EXAMPLES);
        private final Map<String, Long> codes = new TreeMap<>();
        private long count;
        private long vms;

        long count() {
            return count;
        }

        /** How many errors of each code they settle. */
        Map<String, Long> codes() {
            return codes;
        }

        /** The first few. */
        List<ResultLine.Decided> examples() {
            return examples;
        }
    }

    void add(ResultLine.Decided decided) {
        Group group = groups.computeIfAbsent(decided.decision(), any -> new Group());
        group.count++;
        group.vms += decided.key().kind() == EntityKind.VM ? 1 : 0;
        decided.codes().forEach(code -> group.codes.merge(code.code(), 1L, Long::sum));
        if (group.examples.size() < EXAMPLES) {
            group.examples.add(decided);
        }
        String vm = decided.key().toString();
        switch (decided.decision()) {
            case EXCLUDE -> excluded.add(vm);
            case PROVIDER_ID, ACCEPT ->
                settled.computeIfAbsent(vm, any -> new HashSet<>(2)).addAll(decided.codes());
        }
    }

    boolean settles(Finding finding) {
        return excluded.contains(finding.entity())
                || settled.getOrDefault(finding.entity(), Set.of()).contains(finding.code());
    }

    /** How many VMs. */
    long count(Decision decision) {
        Group group = groups.get(decision);
        return group == null ? 0 : group.vms;
    }

    Map<Decision, Group> groups() {
        return groups;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** What a person reads: per decision a line with its count and the errors that it settles, and the first few reasons. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        groups.forEach((decision, group) -> {
            String codes = group.codes.entrySet().stream()
                    .map(code -> "%s × %,d".formatted(code.getKey(), code.getValue()))
                    .collect(Collectors.joining(", "));
            lines.add("%s × %,d%s".formatted(word(decision), group.count, codes.isEmpty() ? "" : ": " + codes));
            for (ResultLine.Decided example : group.examples) {
                lines.add("    " + example.key() + ": " + example.reason());
            }
            if (group.count > group.examples.size()) {
                lines.add("    … and %,d more".formatted(group.count - group.examples.size()));
            }
        });
        return lines;
    }

    List<Map<String, Object>> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        groups.forEach((decision, group) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("decision", word(decision));
            json.put("count", group.count);
            json.put("codes", group.codes);
            json.put(
                    "examples",
                    group.examples.stream().map(DecisionGroups::example).toList());
            all.add(json);
        });
        return all;
    }

    private static Map<String, Object> example(ResultLine.Decided decided) {
        return Map.of(decided.key().kind().word(), decided.key().id(), "reason", decided.reason());
    }

    /** As the decisions file writes it. */
    private static String word(Decision decision) {
        return switch (decision) {
            case EXCLUDE -> "exclude";
            case PROVIDER_ID -> "provider-id";
            case ACCEPT -> "accept";
        };
    }
}
