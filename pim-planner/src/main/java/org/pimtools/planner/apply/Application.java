package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Progress;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.jdbc.Database;
import org.pimtools.common.sql.SqlDirection;

/** Checks SQL files against the database and, when asked to, changes it. */
public final class Application {
    private final Database database;
    private final SqlFiles files;
    private final Optional<RunningPlatform> platform;
    private final Output output;

    /** @param platform when others may use the database meanwhile */
    public Application(Database database, SqlFiles files, Optional<RunningPlatform> platform, Output output) {
        this.database = database;
        this.files = files;
        this.platform = platform;
        this.output = output;
    }

    /**
     * What was found or done.
     *
     * @param changed rows that were changed, or would be
     * @param already rows that hold what they should hold already
     * @param wasApplied false when nothing was changed
     */
    public record Summary(long changed, long already, List<RowDifference> differences, boolean wasApplied) {
        public Summary {
            differences = List.copyOf(differences);
        }
    }

    /** Reads all rows that the files write, and changes nothing. */
    public Summary check() {
        try (Connection connection = database.connection()) {
            requirePlatform(connection);
            return look(connection);
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read the database", e);
        }
    }

    /**
     * Checks all rows of all files, and when all are as planned (a rollback: in any case), changes them.
     *
     * @param safePoint is called where the run may end
     * @return how many rows were changed; its differences are those that were found before the change when that was refused,
     *     else those that are left after it
     * @throws ToolException with {@link ExitCode#UNSAFE} when other sessions use the database and may not, or the platform is not
     *     ready for it
     */
    public Summary apply(Runnable safePoint) {
        try (Connection connection = database.connection();
                Progress progress = output.progress("changing rows", files.rows());
                SqlApply apply = new SqlApply(connection, pace(), progress, safePoint)) {
            if (platform.isEmpty()) {
                requireAlone(connection);
            }
            requirePlatform(connection);
            Summary before = look(connection);
            if (files.direction() == SqlDirection.UPDATE
                    && !before.differences().isEmpty()) {
                return before;
            }
            for (SqlFile file : files.files()) {
                apply.apply(file);
            }
            connection.commit();
            Summary after = new Look(connection, false).all();
            return new Summary(after.already() - before.already(), before.already(), after.differences(), true);
        } catch (SQLException e) {
            throw DatabaseFailure.of("the change stopped on the way", e);
        }
    }

    private Pace pace() {
        return platform.isPresent() ? Pace.BESIDE_THE_PLATFORM : Pace.ALONE;
    }

    private void requireAlone(Connection connection) throws SQLException {
        if (!Sessions.areVisible(connection)) {
            output.warn(
                    "this account cannot see other users' sessions (PROCESS): make sure that the platform is stopped");
        }
        Sessions.requireAlone(connection);
    }

    private void requirePlatform(Connection connection) throws SQLException {
        if (platform.isPresent()) {
            platform.get().require(connection, files);
        }
    }

    private Summary look(Connection connection) {
        return new Look(connection, true).all();
    }

    /** One reading of all files against the database. */
    private final class Look {
        private final Connection connection;
        private final boolean pendingIsFine;
        private final List<RowDifference> differences = new ArrayList<>();
        private long pending;
        private long already;

        Look(Connection connection, boolean pendingIsFine) {
            this.connection = connection;
            this.pendingIsFine = pendingIsFine;
        }

        Summary all() {
            try (Progress progress = output.progress("checking rows", files.rows())) {
                for (SqlFile file : files.files()) {
                    RowCheck.Counts counts =
                            new RowCheck(connection, pendingIsFine, progress, differences::add).check(file);
                    pending += counts.pending();
                    already += counts.already();
                }
            }
            return new Summary(pending, already, differences, false);
        }
    }
}
