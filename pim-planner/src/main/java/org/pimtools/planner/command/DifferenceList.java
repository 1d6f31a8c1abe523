package org.pimtools.planner.command;

import java.util.List;
import org.pimtools.common.cli.Output;
import org.pimtools.planner.apply.RowDifference;

/** Shows rows that are not as they should be: some on the screen, all in JSON. */
final class DifferenceList {
    private static final int SHOWN = 20;

    private DifferenceList() {}

    static void show(Output output, List<RowDifference> differences) {
        differences.stream().limit(SHOWN).forEach(difference -> output.line("  " + difference.text()));
        if (differences.size() > SHOWN) {
            output.line("  … and " + (differences.size() - SHOWN) + " more: all of them with --format json");
        }
        output.result("differences", differences);
    }
}
