package org.pimtools.migrator.report;

import java.time.Duration;
import java.util.Locale;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.text.Text;

/** A run in one line, for whoever reads nothing else: what it is, how many VMs, what is left, how long. */
final class RunVerdict {
    private final RunTotals totals;
    private final ExitCode exit;

    RunVerdict(RunTotals totals, ExitCode exit) {
        this.totals = totals;
        this.exit = exit;
    }

    /** Such as {@code MIGRATED 240 of 246 VMs, 6 left out, 2 backup jobs by hand, 3.8 s}. */
    String line(Duration took) {
        StringBuilder line = new StringBuilder(
                switch (totals.start().kind()) {
                    case DRY_RUN, REFUSED, FROZEN -> beforeMigration();
                    case MIGRATION -> migration();
                    case ROLLBACK, ROLLBACK_DRY_RUN -> rollback();
                    case VERIFICATION -> exit == ExitCode.DONE ? "VERIFIED" : "NOT VERIFIED";
                });
        long byHand = totals.findings().groups().stream()
                .filter(group -> group.code().equals(FindingCode.BACKUP_JOB_BY_HAND))
                .mapToLong(FindingGroups.Group::count)
                .sum();
        if (byHand > 0) {
            line.append(", ").append(Text.counted(byHand, "backup job")).append(" by hand");
        }
        return line + String.format(Locale.ROOT, ", %.1f s", took.toMillis() / 1000.0);
    }

    private String beforeMigration() {
        RunCounts counts = totals.counts();
        long known = counts.of(Outcome.RESOLVED) + counts.of(Outcome.ALREADY_MIGRATED);
        String found = "%,d of %s found".formatted(known, Text.counted(counts.vms(), "VM"))
                + leftOut(totals.decisions().count(Decision.EXCLUDE));
        if (exit == ExitCode.DONE) {
            return "READY: " + found;
        }
        int failed = totals.rootCauses().failedEndpoints();
        return "NOT READY: "
                + (failed == 0 ? "" : Text.counted(failed, "endpoint") + " not read, ")
                + Text.counted(counts.undecided(), "error")
                + " undecided, "
                + found;
    }

    private String migration() {
        RunCounts counts = totals.counts();
        long migrated = counts.of(State.DONE) + counts.of(State.ABSENT);
        return (exit == ExitCode.DONE ? "MIGRATED " : "MIGRATED IN PART ")
                + "%,d of %s".formatted(migrated, Text.counted(counts.vms(), "VM"))
                + leftOut(counts.vms() - migrated);
    }

    private String rollback() {
        if (totals.isDryRun()) {
            return "NOTHING CHANGED: dry run of a rollback";
        }
        return (exit == ExitCode.DONE ? "ROLLED BACK " : "ROLLED BACK IN PART ")
                + "%,d of %s"
                        .formatted(
                                totals.counts().of(State.ROLLED_BACK),
                                Text.counted(totals.counts().vms(), "VM"));
    }

    private static String leftOut(long vms) {
        return vms == 0 ? "" : ", %,d left out".formatted(vms);
    }
}
