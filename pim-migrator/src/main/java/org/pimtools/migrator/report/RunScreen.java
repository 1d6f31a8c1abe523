package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;

/** What a person reads at the end of a run. */
final class RunScreen {
    private final RunTotals totals;

    RunScreen(RunTotals totals) {
        this.totals = totals;
    }

    List<String> lines() {
        ResultLine.Start start = totals.start();
        RunCounts counts = totals.counts();
        DecisionGroups decisions = totals.decisions();
        List<String> lines = new ArrayList<>();
        lines.add("%s of datacenter %s%s, plan %s"
                .formatted(
                        title(),
                        start.datacenter(),
                        start.datacenterName() == null ? "" : " (" + start.datacenterName() + ")",
                        start.planId()));
        RootCauses causes = totals.rootCauses();
        for (RootCauses.Cause cause : causes.causes()) {
            lines.add("first of all: " + cause.headline());
            cause.lines().forEach(line -> lines.add("  " + line));
            cause.remedies().forEach(line -> lines.add("  do: " + line));
        }
        if (!totals.endpoints().isEmpty()) {
            lines.add("endpoints");
            totals.endpoints().forEach(endpoint -> lines.add(endpoint.line()));
        }
        lines.add("virtual machines");
        lines.add(row("planned", counts.vms()));
        for (Outcome outcome : Outcome.values()) {
            addIfAny(lines, Labels.label(outcome), counts.of(outcome));
        }
        for (Decision decision : Decision.values()) {
            addIfAny(lines, Labels.label(decision), decisions.count(decision));
        }
        counts.entities().forEach((kind, outcomes) -> {
            lines.add(kind.noun() + "s");
            lines.add(row(
                    "planned",
                    outcomes.values().stream().mapToLong(Long::longValue).sum()));
            outcomes.forEach((outcome, count) -> addIfAny(lines, Labels.label(outcome), count));
        });
        if (counts.redisWasLookedAt()) {
            lines.add("subscriptions");
            for (State subscription : State.values()) {
                addIfAny(lines, Labels.label(subscription), counts.of(subscription));
            }
        }
        counts.steps().forEach((step, states) -> {
            lines.add(step);
            states.forEach((state, count) -> addIfAny(lines, Labels.stepLabel(state), count));
        });
        if (!decisions.isEmpty()) {
            lines.add("decisions");
            decisions.lines().forEach(line -> lines.add("  " + line));
        }
        if (!totals.findings().groups().isEmpty()) {
            lines.add("findings");
            lines.addAll(totals.findings().lines("  ", group -> causes.explain(group.code())));
        }
        if (totals.forecastSeconds() != null) {
            lines.add("forecast: the migration takes about " + totals.forecastSeconds() + " s on this host");
        }
        return lines;
    }

    private String title() {
        if (totals.isRollback()) {
            return totals.isDryRun() ? "dry run of a rollback" : "rollback";
        }
        if (totals.start().kind() == ResultLine.Kind.REFUSED) {
            return "refused migration";
        }
        return totals.isDryRun() ? "dry run" : "migration";
    }

    private static void addIfAny(List<String> lines, String label, long count) {
        if (count > 0) {
            lines.add(row(label, count));
        }
    }

    private static String row(String label, long count) {
        return "  %-18s %,12d".formatted(label, count);
    }
}
