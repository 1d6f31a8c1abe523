package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;

/**
 * How the run ended in one sentence, and what the operator does then.
 *
 * @param sign stands for the look where there is no colour
 * @param steps as markup of ours; holds no data
 */
record PageVerdict(Appearance look, String sign, String headline, String meaning, List<String> steps) {

    static PageVerdict of(PageSummary summary, RootCauses causes) {
        return switch (summary.start().kind()) {
            case DRY_RUN, REFUSED, FROZEN -> dryRun(summary, causes);
            case MIGRATION -> migration(summary);
            case VERIFICATION -> verification(summary);
            case ROLLBACK, ROLLBACK_DRY_RUN -> rollback(summary);
        };
    }

    private static PageVerdict dryRun(PageSummary summary, RootCauses causes) {
        ResultLine.End end = summary.end();
        long undecided = end.counts().getOrDefault("undecided", 0L);
        List<String> steps = new ArrayList<>();
        if (end.exit() == ExitCode.DONE.code()) {
            steps.add("Stop the platform on this host, if it runs.");
            steps.add(
                    "Run the same command with <code>--no-dry-run</code>, and with the same <code>--decisions</code> if there are any.");
            return good(
                    "Ready to migrate",
                    "%,d of %,d VMs have a provider ID, and nothing stands in the way. Nothing was changed."
                            .formatted(known(summary), planned(summary)),
                    steps);
        }
        boolean deaf = end.exit() == ExitCode.UNREACHABLE.code();
        switch (causes.remedy()) {
            case NONE -> {}
            case RUN_AGAIN ->
                steps.add(
                        "Fix what is named above, and run the same command again. Most of the rest may be gone then.");
            case PLAN_AGAIN ->
                steps.add("Correct the endpoints named above in the endpoints file, then plan again with a new name:"
                        + " <code>pim-planner plan -o NEW.plan --endpoints endpoints.yaml</code>, and run it here. Most of the rest"
                        + " may be gone then.");
        }
        steps.add(
                "Fix what can be fixed: what to do stands below with each kind of finding. What is fixed in the database or in the"
                        + " endpoints file needs a new plan.");
        steps.add(
                "Decide the rest in <code>decisions.yaml</code>, beside this page: each entry wants a decision and a reason.");
        steps.add(
                "Run again with <code>--decisions decisions.yaml</code> to see what is left; with <code>--no-dry-run</code> when nothing is.");
        return new PageVerdict(
                Appearance.BAD,
                "!",
                deaf
                        ? "No endpoint could be read"
                        : undecided == 1 ? "1 error is undecided" : "%,d errors are undecided".formatted(undecided),
                (deaf
                                ? "Nothing is known about the VMs. "
                                : "A migration does not begin before they are fixed or decided. ")
                        + "Nothing was changed.",
                steps);
    }

    private static PageVerdict migration(PageSummary summary) {
        List<String> steps = new ArrayList<>();
        boolean done = summary.end().exit() == ExitCode.DONE.code();
        long left = summary.subscriptions().totals().entrySet().stream()
                .filter(count -> switch (count.getKey()) {
                    case PENDING, REFUSED, FAILED, BY_HAND, UNKNOWN, ROLLED_BACK -> true;
                    case DONE, ABSENT -> false;
                })
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
        if (!done) {
            steps.add("Fix what is reported below, then run the same command again: it does what is left.");
        }
        steps.add(
                "Copy the <code>*-update.sql</code> file and <code>result.jsonl</code>, beside this page, to the controller.");
        steps.add(
                "There: <code>pim-planner apply *-update.sql --plan PLAN</code> checks all files, and changes the database with"
                        + " <code>--no-dry-run</code>.");
        steps.add(
                "<code>pim-migrator verify</code> here and <code>pim-planner verify</code> there, before the platform is started.");
        if (summary.count(FindingCode.BACKUP_JOB_BY_HAND) > 0) {
            steps.add("Rename the backup jobs that are listed below.");
        }
        String rekeyed = "%,d subscriptions carry their provider ID"
                .formatted(summary.subscriptions().totals().getOrDefault(State.DONE, 0L));
        return done
                ? good("Migrated", rekeyed + ", and the SQL files are written.", steps)
                : new PageVerdict(
                        Appearance.WARN,
                        "!",
                        "Migrated in part",
                        "%s; %,d do not, and the SQL files leave their VMs out.".formatted(rekeyed, left),
                        steps);
    }

    private static PageVerdict verification(PageSummary summary) {
        return summary.end().exit() == ExitCode.DONE.code()
                ? good(
                        "Nothing differs",
                        "All that was looked at is as the last migration or rollback left it. Nothing was changed.",
                        List.of(
                                "<code>pim-planner verify</code> on the controller.",
                                "Start the platform when every host is verified."))
                : new PageVerdict(
                        Appearance.BAD,
                        "!",
                        "Something differs",
                        "Not all that was looked at is as the last migration or rollback left it. Nothing was changed.",
                        List.of(
                                "Fix what is reported below, before the platform is started.",
                                "<code>pim-migrator PLAN --no-dry-run</code> with the same plan, or <code>pim-migrator rollback --no-dry-run</code>, does what is left.",
                                "Verify again."));
    }

    private static PageVerdict rollback(PageSummary summary) {
        boolean done = summary.end().exit() == ExitCode.DONE.code();
        boolean real = summary.start().kind() == ResultLine.Kind.ROLLBACK;
        List<String> steps = new ArrayList<>();
        if (!done) {
            steps.add("Fix what is reported below, then run the same command again; or restore the dump of Redis.");
        }
        if (real) {
            steps.add(
                    "Copy the <code>*-rollback.sql</code> file and <code>result.jsonl</code>, beside this page, to the controller.");
            steps.add(
                    "There, if an update file was applied: <code>pim-planner apply *-rollback.sql --plan PLAN</code>, and again with"
                            + " <code>--no-dry-run</code>. Update files of this datacenter that are older must not be applied any more.");
            steps.add("<code>pim-migrator verify</code> here, before the platform is started.");
        } else {
            steps.add("Stop the platform on this host, if it runs.");
            steps.add("Run the same command with <code>--no-dry-run</code>.");
        }
        if (summary.count(FindingCode.BACKUP_JOB_BACK) > 0) {
            steps.add("Give the backup jobs back their names that are listed below, where they were renamed.");
        }
        String meaning = real
                ? "%,d VMs are as they were before their migration."
                        .formatted(summary.subscriptions().totals().getOrDefault(State.ROLLED_BACK, 0L))
                : "Nothing was changed.";
        if (done) {
            return good(real ? "Rolled back" : "Ready to roll back", meaning, steps);
        }
        return new PageVerdict(
                Appearance.WARN,
                "!",
                real ? "Rolled back in part" : "Not everything can be rolled back",
                meaning + " What changed since the migration is left alone.",
                steps);
    }

    private static PageVerdict good(String headline, String meaning, List<String> steps) {
        return new PageVerdict(Appearance.GOOD, "✓", headline, meaning, steps);
    }

    private static long planned(PageSummary summary) {
        return Tally.sum(summary.outcomes().totals());
    }

    private static long known(PageSummary summary) {
        return summary.outcomes().totals().getOrDefault(Outcome.RESOLVED, 0L)
                + summary.outcomes().totals().getOrDefault(Outcome.ALREADY_MIGRATED, 0L);
    }

    static String label(Enum<?> kind) {
        return kind instanceof Outcome outcome ? Labels.label(outcome) : Labels.label((State) kind);
    }

    static String meaning(int exit) {
        return exit == ExitCode.DONE.code()
                ? "done, nothing is left to do"
                : exit == ExitCode.PARTIAL.code()
                        ? "done in part, undecided or different"
                        : exit == ExitCode.UNREACHABLE.code() ? "nothing could be connected to" : "see the runbook";
    }
}
