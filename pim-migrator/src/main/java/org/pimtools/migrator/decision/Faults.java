package org.pimtools.migrator.decision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.text.Text;
import org.pimtools.common.text.Told;

/** Everything that is wrong with a decisions file: each fault once, with the first of the lines that have it. */
final class Faults {
    private static final int MOST_KEPT = 1_000;
    private static final int LONGEST = 200;

    private String hint =
            "correct all of it; the first lines of the file that a dry run writes say what an entry looks like";
    private final Map<String, Lines> byText = new LinkedHashMap<>();
    private long notKept;

    /** Where one fault is. */
    private static final class Lines {
        private static final int MOST_TOLD = 5;

        private final List<Integer> first = new ArrayList<>();
        private long count;

        void add(int line) {
            count++;
            if (first.size() < MOST_TOLD) {
                first.add(line);
            }
        }

        int begin() {
            return first.get(0);
        }

        String before(String text) {
            if (begin() == 0) {
                return text;
            }
            String told = first.stream().map(String::valueOf).collect(Collectors.joining(", "));
            String more = count > first.size() ? " and " + Text.grouped(count - first.size()) + " more" : "";
            return (count == 1 ? "line " : "lines ") + told + more + ": " + text;
        }
    }

    /** @param line from 1, or 0 for what concerns the whole file */
    void add(int line, String text) {
        String shortened = Text.shortened(text, LONGEST);
        if (byText.size() == MOST_KEPT && !byText.containsKey(shortened)) {
            notKept++;
            return;
        }
        byText.computeIfAbsent(shortened, first -> new Lines()).add(line);
    }

    /** That the file belongs to another host, which is the cause of whatever else does not fit. */
    void addOfAnotherDatacenter(String text) {
        add(0, text);
        hint = "give the decisions.yaml that a dry run on this host wrote";
    }

    /** @throws ToolException that tells the faults, when there are any */
    void check(Path file) {
        if (byText.isEmpty()) {
            return;
        }
        List<String> told = byText.entrySet().stream()
                .sorted(Comparator.comparingInt(fault -> fault.getValue().begin()))
                .map(fault -> fault.getValue().before(fault.getKey()))
                .toList();
        throw new ToolException(
                ExitCode.INVALID_INPUT, "the decisions " + file + " are not valid: " + Told.of(told, notKept), hint);
    }
}
