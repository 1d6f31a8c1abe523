package org.pimtools.migrator.decision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.text.Text;

/** Everything that is wrong with a decisions file, by line; counts all, and keeps as many as a person reads. */
final class Faults {
    private static final int KEPT = 1_000;
    private static final int TOLD = 200;
    private static final int LONGEST = 200;

    private final List<Fault> faults = new ArrayList<>();
    private long count;

    private record Fault(int line, String text) {}

    /** @param line from 1, or 0 for what concerns the whole file */
    void add(int line, String text) {
        count++;
        if (faults.size() < KEPT) {
            faults.add(new Fault(line, Text.shortened(text, LONGEST)));
        }
    }

    /** @throws ToolException that tells the faults, when there are any */
    void check(Path file) {
        if (count == 0) {
            return;
        }
        String told = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .limit(TOLD)
                .map(fault -> fault.line == 0 ? fault.text : "line " + fault.line + ": " + fault.text)
                .collect(Collectors.joining("; "));
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "the decisions " + file + " are not valid: " + told
                        + (count > TOLD ? "; and " + (count - TOLD) + " more" : ""),
                "correct all of it; the first lines of the file that a dry run writes say what an entry looks like");
    }
}
