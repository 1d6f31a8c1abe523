package org.pimtools.planner.overview;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.text.Text;
import org.pimtools.planner.plan.PlanView;
import org.pimtools.planner.results.ResultSummary;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.verify.RowCheck;

/** Tells from its files, and what the database holds of them, how far a datacenter is. */
final class StateRules {
    private final Optional<PlanLine.Header> plan;
    private final PlanView.Section section;
    private final ResultSummary result;
    private final Set<String> keys;
    private final List<String> notes = new ArrayList<>();

    /**
     * Prepares one datacenter.
     *
     * @param section of the plan, or null when the plan does not have the datacenter
     * @param result the newest, or null
     * @param keys fingerprints of all keys that its files say they are signed with
     * @param known what is known already of how it stands to other datacenters
     */
    StateRules(
            Optional<PlanLine.Header> plan,
            PlanView.Section section,
            ResultSummary result,
            Set<String> keys,
            List<String> known) {
        this.plan = plan;
        this.section = section;
        this.result = result;
        this.keys = keys;
        this.notes.addAll(known);
    }

    /**
     * The state that the files of a datacenter tell.
     *
     * @param sql its newest update file
     * @param superseded why that must not be applied any more, because of later files
     * @param database is asked when the datacenter's update file is here and it was migrated or rolled back, and only then
     */
    DatacenterState state(
            DatacenterId datacenter,
            Optional<SqlFile> sql,
            Optional<String> superseded,
            Optional<ResultSummary> verification,
            AppliedRows database) {
        if (plan.isPresent() && section == null) {
            notes.add("it is not in the plan");
        }
        Stage stage = stage(sql, superseded);
        long open = open();
        boolean verified = verified(verification);
        RowCheck.Counts rows = null;
        Path path = null;
        if (stage == Stage.SQL_HERE) {
            path = sql.orElseThrow().path();
            rows = database.of(sql.get()).orElse(null);
            if (rows != null) {
                stage = applied(rows, verified);
            }
        } else if (stage == Stage.ROLLED_BACK && sql.isPresent()) {
            rows = database.of(sql.get()).orElse(null);
            if (rows != null && rows.already() > 0) {
                notes.add("the database still holds " + Text.grouped(rows.already())
                        + " rows of its update file: apply its rollback file");
            }
        }
        return new DatacenterState(
                datacenter,
                name(),
                section != null || plan.isEmpty(),
                stage,
                section == null ? vmsOfResult() : planned(),
                open,
                result,
                path,
                rows,
                verified,
                otherKeys(),
                notes);
    }

    private Stage applied(RowCheck.Counts rows, boolean verified) {
        if (rows.different() > 0) {
            notes.add(Text.grouped(rows.different())
                    + " rows of the database are not as its SQL file expects: apply names them");
        }
        if (rows.pending() + rows.different() == 0) {
            return verified ? Stage.VERIFIED : Stage.APPLIED;
        }
        if (rows.already() > 0) {
            notes.add("its SQL file was applied in part: " + Text.grouped(rows.already()) + " of "
                    + Text.grouped(rows.already() + rows.pending() + rows.different()) + " rows are set");
        }
        return Stage.SQL_HERE;
    }

    private List<String> otherKeys() {
        Optional<String> own = Optional.ofNullable(result)
                .flatMap(counted -> counted.file().hostKey())
                .map(Signatures::fingerprint);
        return keys.stream().filter(key -> own.filter(key::equals).isEmpty()).toList();
    }

    private String name() {
        if (section != null) {
            return section.name();
        }
        return result == null ? null : result.file().start().datacenterName();
    }

    private long vmsOfResult() {
        return result == null ? 0 : result.count("vms");
    }

    private long planned() {
        return section.counts().getOrDefault("vm", 0L);
    }

    private Stage stage(Optional<SqlFile> sql, Optional<String> superseded) {
        if (result == null) {
            if (sql.isPresent()) {
                notes.add("its SQL file is here, but no result");
                return Stage.SQL_HERE;
            }
            return section != null && planned() == 0 ? Stage.NOTHING_TO_DO : Stage.NO_DRY_RUN;
        }
        ResultLine.Start start = result.file().start();
        boolean older =
                plan.isPresent() && start.planCreated().isBefore(plan.get().created());
        if (plan.isPresent() && start.planCreated().isAfter(plan.get().created())) {
            notes.add("its result is of the newer plan " + start.planId() + ": give that one with --plan");
        }
        if (start.kind().isBeforeMigration()) {
            if (older) {
                notes.add("its dry run was of the older plan " + start.planId());
                return Stage.NO_DRY_RUN;
            }
            return dryRun();
        }
        if (start.kind() == ResultLine.Kind.ROLLBACK) {
            if (result.inSql() == 0) {
                return rolledBack(start, older);
            }
            notes.add("run " + start.run() + " rolled back "
                    + Text.counted(result.count("subscription_rolled_back"), "VM"));
        }
        if (older) {
            notes.add("migrated under the older plan " + start.planId()
                    + ": apply says whether that is all of the newer one");
        }
        return migrated(sql, superseded);
    }

    private Stage dryRun() {
        int exit = result.end().exit();
        if (exit == ExitCode.DONE.code()) {
            return Stage.READY;
        }
        if (exit == ExitCode.UNREACHABLE.code()) {
            notes.add("none of its endpoints could be reached");
        }
        return Stage.ERRORS;
    }

    private Stage rolledBack(ResultLine.Start start, boolean older) {
        if (older) {
            notes.add("rolled back under the older plan " + start.planId());
            return Stage.NO_DRY_RUN;
        }
        return Stage.ROLLED_BACK;
    }

    private Stage migrated(Optional<SqlFile> sql, Optional<String> superseded) {
        if (sql.isEmpty()) {
            return Stage.MIGRATED;
        }
        if (superseded.isPresent()) {
            notes.add("the SQL file " + sql.get().path() + " " + superseded.get() + ": copy the newest");
            return Stage.MIGRATED;
        }
        boolean samePlan =
                sql.get().manifest().plan().equals(result.file().start().planId());
        if (!samePlan || sql.get().manifest().included() != result.inSql()) {
            notes.add("the SQL file " + sql.get().path() + " is not of its newest migration: copy the newest");
            return Stage.MIGRATED;
        }
        return Stage.SQL_HERE;
    }

    private long open() {
        if (result == null) {
            return 0;
        }
        if (result.file().start().kind() == ResultLine.Kind.ROLLBACK) {
            return result.count("subscription_pending")
                    + result.count("subscription_refused")
                    + result.count("subscription_failed");
        }
        if (result.end().exit() == ExitCode.DONE.code()) {
            return 0;
        }
        long open = result.file().start().kind().isBeforeMigration()
                ? result.count("undecided")
                : result.count("subscription_refused") + result.count("subscription_failed");
        return Math.max(1, open);
    }

    /** Whether the host looked at its migration, or its rollback, afterwards, and all was right. */
    private boolean verified(Optional<ResultSummary> verification) {
        if (result == null
                || result.file().start().kind().isBeforeMigration()
                || verification.isEmpty()
                || verification
                        .get()
                        .file()
                        .signed()
                        .age()
                        .isBefore(result.file().signed().age())) {
            return false;
        }
        boolean right = verification.get().end().exit() == ExitCode.DONE.code();
        if (!right) {
            notes.add("pim-migrator verify found differences: "
                    + verification.get().file().path());
        }
        return right;
    }
}
