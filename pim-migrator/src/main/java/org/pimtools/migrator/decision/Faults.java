package org.pimtools.migrator.decision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.text.Text;

/** Everything that is wrong with a decisions file, by line; counts all, and keeps as many as a person reads. */
final class Faults {
    private static final int KEPT = 1_000;
    private static final int TOLD = 200;
    private static final int LONGEST = 200;

    /** Characters of all of them together, about three screens. */
    private static final int MOST_CHARACTERS = 7_000;

    private String hint =
            "correct all of it; the first lines of the file that a dry run writes say what an entry looks like";
    private final List<Fault> faults = new ArrayList<>();
    private long count;

    private record Fault(int line, String text) {
        @Override
        public String toString() {
            return line == 0 ? text : "line " + line + ": " + text;
        }
    }

    /** @param line from 1, or 0 for what concerns the whole file */
    void add(int line, String text) {
        count++;
        if (faults.size() < KEPT) {
            faults.add(new Fault(line, Text.shortened(text, LONGEST)));
        }
    }

    /** That the file belongs to another host, which is the cause of whatever else does not fit. */
    void addOfAnotherDatacenter(String text) {
        add(0, text);
        hint = "give the decisions.yaml that a dry run on this host wrote";
    }

    /** @throws ToolException that tells the faults, when there are any */
    void check(Path file) {
        if (count == 0) {
            return;
        }
        StringBuilder told = new StringBuilder();
        int number = 0;
        for (Fault fault :
                faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList()) {
            if (number == TOLD || told.length() + LONGEST > MOST_CHARACTERS) {
                break;
            }
            told.append(number == 0 ? "" : "; ").append(fault);
            number++;
        }
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "the decisions " + file + " are not valid: " + told
                        + (count > number ? "; and " + (count - number) + " more" : ""),
                hint);
    }
}
