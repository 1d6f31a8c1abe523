package org.pimtools.planner.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.planner.plan.EarlierPlans;
import org.pimtools.planner.plan.PlanChanges;

/** Shows what changed since the plan before: counts and about ten examples on the screen, ten of each kind in JSON. */
final class ChangeReport {
    private static final int SHOWN = 10;

    private ChangeReport() {}

    static void show(EarlierPlans.Found found, Output output) {
        found.changes().ifPresentOrElse(changes -> changes(changes, output), () -> notCompared(found, output));
        output.result("changes", found.changes().orElse(null));
    }

    /** One line, however many there are. */
    private static void notCompared(EarlierPlans.Found found, Output output) {
        List<String> refused = found.refused();
        if (!refused.isEmpty()) {
            output.line("");
            output.line("not compared with an earlier plan: " + refused.get(0)
                    + (refused.size() == 1 ? "" : "; and " + Text.grouped(refused.size() - 1L) + " more"));
        }
    }

    private static void changes(PlanChanges changes, Output output) {
        Map<String, PlanChanges.Changed> kinds = new LinkedHashMap<>();
        add(kinds, changes.vmsAdded(), "VM", "added");
        add(kinds, changes.vmsGone(), "VM", "gone");
        add(kinds, changes.vmsRenamed(), "VM", "renamed");
        add(kinds, changes.vmsMoved(), "VM", "moved");
        add(kinds, changes.endpointsAdded(), "endpoint", "added");
        add(kinds, changes.endpointsGone(), "endpoint", "gone");
        List<String> parts = new ArrayList<>(kinds.keySet());
        datacenters(parts, changes.datacentersAdded(), "only in this plan");
        datacenters(parts, changes.datacentersGone(), "only in that one");
        output.line("");
        output.line("since " + changes.since() + " of " + changes.created() + ": "
                + (parts.isEmpty() ? "nothing changed, " : String.join(", ", parts) + "; ")
                + Text.counted(changes.vmsSame(), "VM") + " as before");
        int each = Math.max(1, SHOWN / Math.max(1, kinds.size()));
        kinds.forEach((what, changed) -> examples(what, changed, each, output));
    }

    private static void add(
            Map<String, PlanChanges.Changed> kinds, PlanChanges.Changed changed, String noun, String what) {
        if (changed.count() > 0) {
            kinds.put(Text.counted(changed.count(), noun) + " " + what, changed);
        }
    }

    private static void datacenters(List<String> parts, List<String> names, String where) {
        if (!names.isEmpty()) {
            parts.add(Text.counted(names.size(), "datacenter") + " " + where + " (" + String.join(", ", names) + ")");
        }
    }

    private static void examples(String what, PlanChanges.Changed changed, int most, Output output) {
        output.line("  " + what + ":");
        changed.examples().stream().limit(most).forEach(example -> output.line("    " + example));
        if (changed.count() > most) {
            output.line("    … and " + Text.grouped(changed.count() - most) + " more");
        }
    }
}
