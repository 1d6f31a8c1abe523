package org.pimtools.planner.command;

import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.claims.Conflict;
import org.pimtools.planner.verify.Differences;

/** Shows rows that are not as they should be, and provider IDs of two entities: some on the screen, all in JSON. */
final class DifferenceList {
    private static final int SHOWN = 20;

    private DifferenceList() {}

    static void show(Output output, Differences differences) {
        differences.first().forEach(difference -> output.line("  " + difference.text()));
        more(output, "  ", differences.count() - differences.first().size());
        output.result("differences", differences.all());
    }

    static void show(Output output, Claims claims) {
        int shown = 0;
        for (Conflict conflict : claims.conflicts()) {
            if (++shown > SHOWN) {
                break;
            }
            output.line("conflict: " + conflict.text());
        }
        more(output, "", claims.count() - SHOWN);
        output.result("conflictCount", claims.count());
        output.result("conflicts", claims.conflicts());
    }

    /** Tells that the screen does not show all. */
    static void more(Output output, String indent, long rest) {
        if (rest > 0) {
            output.line(indent + "… and " + Text.grouped(rest) + " more: all of them with --format json");
        }
    }
}
