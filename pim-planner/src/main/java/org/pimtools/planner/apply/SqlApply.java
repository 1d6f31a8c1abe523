package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Progress;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.sql.SqlBlock;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.common.sql.StagedTarget;

/**
 * Changes the database as SQL files say, by statements of its own. Every row is changed only where all its guards hold, chunk
 * by chunk, so that it can be stopped at any moment and run again.
 */
final class SqlApply implements AutoCloseable {
    private final Connection connection;
    private final Pace pace;
    private final Progress progress;
    private final Runnable safePoint;

    /**
     * Prepares the session and takes the lock that only one run holds.
     *
     * @param connection of nobody else's; its session keeps the settings
     * @param safePoint is called where the run may end
     * @throws ToolException with {@link ExitCode#UNSAFE} when another run holds the lock
     */
    SqlApply(Connection connection, Pace pace, Progress progress, Runnable safePoint) throws SQLException {
        this.connection = connection;
        this.pace = pace;
        this.progress = progress;
        this.safePoint = safePoint;
        connection.setAutoCommit(false);
        if (number("SELECT IFNULL(@@log_bin AND @@sql_log_bin AND @@binlog_format = 'STATEMENT', 0)") == 1) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "replicas of this database would not follow: binlog_format is STATEMENT",
                    "set binlog_format to MIXED or ROW, then run again");
        }
        execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', sql_safe_updates = 0,"
                + " max_statement_time = 0, @DISABLE_STATS_TRIGGERS = 1" + pace.settings());
        if (number("SELECT IFNULL(GET_LOCK(" + SqlBlock.LOCK_NAME + ", 5), 0)") != 1) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "another run is at work in this database",
                    "wait for its end, or end its session, then run again");
        }
    }

    /** Changes all rows of a file that are as planned. Which are not is for a check to say. */
    void apply(SqlFile file) throws SQLException {
        stage(file);
        for (StagedTarget staged : file.targets()) {
            for (long from = 1; from <= staged.rows(); from += pace.chunk()) {
                safePoint.run();
                long to = Math.min(staged.rows(), from + pace.chunk() - 1);
                change(SqlFragments.update(staged, String.valueOf(from), String.valueOf(to)));
                progress.add(to - from + 1);
            }
            execute(SqlFragments.drop(staged.no()));
        }
        connection.commit();
    }

    private void stage(SqlFile file) throws SQLException {
        for (StagedTarget staged : file.targets()) {
            execute(SqlFragments.drop(staged.no()));
            execute(SqlFragments.create(staged.no(), staged.target()));
        }
        Map<Integer, StringBuilder> batches = new HashMap<>();
        SqlFile read = SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
            StringBuilder batch = batches.computeIfAbsent(no, key -> new StringBuilder());
            batch.append(batch.isEmpty() ? SqlFragments.insert(no, target) : ",")
                    .append(SqlFragments.tuple(n, row));
            if (n % SqlScript.BATCH == 0) {
                insert(batch);
            }
        });
        batches.values().forEach(this::insert);
        SqlFiles.requireSame(file, read);
        for (StagedTarget staged : file.targets()) {
            String table = SqlFragments.staging(staged.no());
            if (number("SELECT COUNT(*) FROM " + table) != staged.rows()
                    || number("SELECT " + SqlFragments.checksum(staged.target()) + " FROM " + table + " s")
                            != staged.checksum()) {
                throw new ToolException(
                        ExitCode.FAILED,
                        "the database did not take over the rows of " + file.path() + " as they are",
                        "nothing of this file was changed; report this");
            }
        }
        connection.commit();
    }

    private void insert(StringBuilder batch) {
        if (!batch.isEmpty()) {
            try {
                execute(batch.toString());
            } catch (SQLException e) {
                throw DatabaseFailure.of("cannot stage rows, nothing of their file was changed", e);
            }
            batch.setLength(0);
        }
    }

    private void change(String update) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                execute(update);
                connection.commit();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!DatabaseFailure.isTransient(e) || tries == SqlBlock.TRIES) {
                    throw e;
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Gives the lock and the triggers back. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
        execute("SET @DISABLE_STATS_TRIGGERS = NULL");
        number("SELECT IFNULL(RELEASE_LOCK(" + SqlBlock.LOCK_NAME + "), 0)");
        connection.setAutoCommit(true);
    }
}
