package org.pimtools.common.finding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts findings by code, and keeps the first few of each as examples, so that any number of them fits a screen. */
public final class FindingGroups {
    /** How many examples are kept of each code. */
    public static final int EXAMPLES = 3;

    private final Map<String, Group> groups = new TreeMap<>();

    /** All findings of one code. */
    public static final class Group {
        private final FindingKind code;
        private final List<Finding> examples = new ArrayList<>(EXAMPLES);
        private long count;
        private long decided;

        private Group(FindingKind code) {
            this.code = code;
        }

        public FindingKind code() {
            return code;
        }

        public long count() {
            return count;
        }

        /** How many of them the operator decided. */
        public long decided() {
            return decided;
        }

        /** The first {@value #EXAMPLES}, in the order in which they were found. */
        public List<Finding> examples() {
            return List.copyOf(examples);
        }
    }

    public static FindingGroups of(Collection<Finding> findings) {
        FindingGroups groups = new FindingGroups();
        findings.forEach(groups::add);
        return groups;
    }

    public void add(Finding finding) {
        add(finding, false);
    }

    /** @param decided true when the operator decided the finding */
    public void add(Finding finding, boolean decided) {
        Group group = groups.computeIfAbsent(finding.code().code(), code -> new Group(finding.code()));
        group.count++;
        group.decided += decided ? 1 : 0;
        if (group.examples.size() < EXAMPLES) {
            group.examples.add(finding);
        }
    }

    /** The most severe first, then by code. */
    public List<Group> groups() {
        return groups.values().stream()
                .sorted(Comparator.comparing((Group group) -> group.code.severity()))
                .toList();
    }

    public long count(Severity severity) {
        return groups.values().stream()
                .filter(group -> group.code.severity() == severity)
                .mapToLong(Group::count)
                .sum();
    }

    /** What a person reads: per code a line with its count, the examples, why it matters and what to do. */
    public List<String> lines() {
        return lines("");
    }

    /** @param indent goes before every line, but for those of a detail that are meant to be copied */
    public List<String> lines(String indent) {
        return lines(indent, group -> false);
    }

    /** @param isBrief which groups are their first line only */
    public List<String> lines(String indent, Predicate<Group> isBrief) {
        List<String> lines = new ArrayList<>();
        for (Group group : groups()) {
            FindingKind code = group.code;
            lines.add("%s%s %s × %,d%s: %s"
                    .formatted(
                            indent, code.severity().label(), code.code(), group.count, decided(group), code.title()));
            if (isBrief.test(group)) {
                continue;
            }
            group.examples.forEach(example -> lines.addAll(lines(indent, example)));
            if (group.count > group.examples.size()) {
                lines.add(indent + "    … and %,d more".formatted(group.count - group.examples.size()));
            }
            if (group.decided < group.count) {
                lines.add(indent + "  why: " + code.why());
                lines.add(indent + "  do: " + code.resolve());
            }
        }
        return lines;
    }

    private static List<String> lines(String indent, Finding example) {
        String[] detail = example.code().hasLines() ? example.detail().split("\n") : new String[] {example.detail()};
        detail[0] = indent + "    " + example.entity() + (detail[0].isEmpty() ? "" : ": " + detail[0]);
        return List.of(detail);
    }

    private static String decided(Group group) {
        if (group.decided == 0) {
            return "";
        }
        return group.decided == group.count ? ", decided" : ", %,d decided".formatted(group.decided);
    }
}
