package org.pimtools.planner.apply;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.Database;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.planning.TemporalCopies;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.Comparison;
import org.pimtools.planner.verify.DatabaseFailure;
import org.pimtools.planner.verify.Differences;
import org.pimtools.planner.verify.TemporalRows;

/** Checks SQL files against the database and, when asked to, changes it. */
public final class Application {
    private final Database database;
    private final SchemaProfile profile;
    private final SqlFiles files;
    private final EarlierRows earlier;
    private final Mode mode;
    private final Path scratch;
    private final Output output;

    /**
     * Prepares a run.
     *
     * @param profile the one that the plan was made with
     * @param plan of the files
     * @param scratch a folder for what does not fit into memory
     */
    public Application(
            Database database,
            SchemaProfile profile,
            PlannedRows plan,
            SqlFiles files,
            Mode mode,
            Path scratch,
            Output output) {
        this.database = database;
        this.profile = profile;
        this.files = files;
        this.earlier = new EarlierRows(profile, plan);
        this.mode = mode;
        this.scratch = scratch;
        this.output = output;
    }

    /**
     * What may be.
     *
     * @param platformRunning whether others may use the database meanwhile
     * @param skipsChanged whether VMs of which a row differs are left out, and all others changed
     */
    public record Mode(boolean platformRunning, boolean skipsChanged) {}

    /** What was found or done; close it. */
    public static final class Summary implements Closeable {
        private final Comparison comparison;
        private final TemporalCopies copies;
        private final long changed;
        private final long already;
        private final boolean applied;

        private Summary(Comparison comparison, TemporalCopies copies, long changed, long already, boolean applied) {
            this.comparison = comparison;
            this.copies = copies;
            this.changed = changed;
            this.already = already;
            this.applied = applied;
        }

        private static Summary before(Comparison comparison, TemporalCopies copies) {
            return new Summary(comparison, copies, comparison.pending(), comparison.already(), false);
        }

        /** Rows that were changed or, when nothing was applied, would be but for differences. */
        public long changed() {
            return changed;
        }

        /** Rows that held what they should hold already. */
        public long already() {
            return already;
        }

        /** Found before the change when nothing was applied, else those that are left after it. */
        public Differences differences() {
            return comparison.differences();
        }

        /** Provider IDs that two entities would have; none when the files were applied. */
        public Claims conflicts() {
            return comparison.conflicts();
        }

        /** Copies of VMs that the platform left in the database; nothing is changed in them. */
        public TemporalCopies copies() {
            return copies;
        }

        /** False when nothing was changed. */
        public boolean wasApplied() {
            return applied;
        }

        @Override
        public void close() throws IOException {
            comparison.close();
        }
    }

    /** Reads all rows that the files write, and changes nothing. */
    public Summary check() throws IOException {
        try (Connection connection = database.snapshot()) {
            TemporalRows temporal = TemporalRows.of(connection, profile);
            requirePlatform(connection, temporal);
            earlier.require(connection, files);
            TemporalCopies copies = temporal.read(connection);
            return Summary.before(Comparison.before(connection, files, temporal, scratch, output), copies);
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read the database", e);
        }
    }

    /**
     * Checks all rows of all files, and when all can be changed, changes them. That some rows were changed by others since they were
     * planned stops an update, unless it skips them, and no rollback; a provider ID of two entities stops both.
     *
     * @param safePoint is called where the run may end
     * @throws ToolException with {@link ExitCode#UNSAFE} when other sessions use the database and may not, or the platform is not
     *     ready for it
     */
    public Summary apply(Runnable safePoint) throws IOException {
        try (Connection connection = database.connection();
                SqlApply apply = new SqlApply(connection, pace(), safePoint)) {
            if (!mode.platformRunning) {
                requireAlone(connection);
            }
            TemporalRows temporal = TemporalRows.of(connection, profile);
            requirePlatform(connection, temporal);
            earlier.require(connection, files);
            TemporalCopies copies = temporal.read(connection);
            Comparison before = Comparison.before(connection, files, temporal, scratch, output);
            if (stops(before)) {
                return Summary.before(before, copies);
            }
            try (before) {
                change(apply, before.differences());
            }
            Comparison after = Comparison.after(connection, files, scratch, output);
            return new Summary(after, copies, after.already() - before.already(), before.already(), true);
        } catch (SQLException e) {
            throw DatabaseFailure.of("the change stopped on the way", e);
        }
    }

    private boolean stops(Comparison before) {
        boolean changed = files.direction() == SqlDirection.UPDATE
                && !mode.skipsChanged
                && !before.differences().isEmpty();
        return changed || before.conflicts().count() > 0;
    }

    /** A rollback leaves changed rows alone row by row, so that only what cannot be written is left out as a whole. */
    private void change(SqlApply apply, Differences differences) throws SQLException {
        try (Progress progress = output.progress("staging rows", files.rows())) {
            for (SqlFile file : files.files()) {
                apply.stage(
                        file,
                        files.direction() == SqlDirection.UPDATE ? differences::has : differences::isRefused,
                        progress);
            }
        }
        try (Progress progress = output.progress("changing rows", apply.rows())) {
            apply.change(progress);
        }
    }

    private Pace pace() {
        return mode.platformRunning ? Pace.BESIDE_THE_PLATFORM : Pace.ALONE;
    }

    private void requireAlone(Connection connection) throws SQLException {
        if (!Sessions.areVisible(connection)) {
            output.warn(
                    "this account cannot see other users' sessions (PROCESS): make sure that the platform is stopped");
        }
        Sessions.requireAlone(connection);
    }

    private void requirePlatform(Connection connection, TemporalRows temporal) throws SQLException {
        if (mode.platformRunning) {
            new RunningPlatform(profile).require(connection, files, temporal);
        }
    }
}
