package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Progress;
import org.pimtools.common.sql.RowChecksum;
import org.pimtools.common.sql.SqlBlock;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.common.sql.StagedTarget;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFileParser;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.DatabaseFailure;

/**
 * Changes the database as SQL files say, by statements of its own. All rows of all files are staged, each value in a column of the
 * type that it goes to, before the first is changed. Every row is changed only where all its guards hold, chunk by chunk, so that it can
 * be stopped at any moment and run again.
 */
final class SqlApply implements AutoCloseable {
    private final Connection connection;
    private final Pace pace;
    private final Runnable safePoint;
    private final List<StagedTarget> staged = new ArrayList<>();
    private int tables;

    /**
     * Prepares the session and takes the lock that only one run holds.
     *
     * @param connection of nobody else's; its session keeps the settings
     * @param safePoint is called where the run may end
     * @throws ToolException with {@link ExitCode#UNSAFE} when another run holds the lock
     */
    SqlApply(Connection connection, Pace pace, Runnable safePoint) throws SQLException {
        this.connection = connection;
        this.pace = pace;
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

    /** What is left out as a whole. */
    interface LeftOut {
        boolean has(EntityKind owner, long id);
    }

    /**
     * Stages the rows of a file; changes nothing.
     *
     * @param leftOut VMs and other entities of which no row is taken
     */
    void stage(SqlFile file, LeftOut leftOut, Progress progress) throws SQLException {
        int before = tables;
        for (StagedTarget target : file.targets()) {
            tables++;
            execute(SqlFragments.drop(tables));
            execute(SqlFragments.create(tables, target.target()));
        }
        Map<Integer, StringBuilder> batches = new HashMap<>();
        Map<Integer, RowChecksum> taken = new HashMap<>();
        SqlFile read = SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
            if (leftOut.has(target.role().ownerKind(), row.idVm())) {
                return;
            }
            RowChecksum checksum = taken.computeIfAbsent(no, key -> new RowChecksum());
            StringBuilder batch = batches.computeIfAbsent(no, key -> new StringBuilder());
            checksum.add(row);
            batch.append(batch.isEmpty() ? SqlFragments.insert(before + no, target) : ",")
                    .append(SqlFragments.tuple(checksum.rows(), row));
            if (checksum.rows() % SqlScript.BATCH == 0) {
                insert(batch);
                progress.add(SqlScript.BATCH);
                safePoint.run();
            }
        });
        batches.values().forEach(this::insert);
        taken.values().forEach(checksum -> progress.add(checksum.rows() % SqlScript.BATCH));
        SqlFiles.requireSame(file, read);
        for (StagedTarget target : file.targets()) {
            RowChecksum checksum = taken.get(target.no());
            if (checksum != null) {
                StagedTarget made =
                        new StagedTarget(before + target.no(), target.target(), checksum.rows(), checksum.sum());
                requireWhole(file, made);
                staged.add(made);
            }
        }
        connection.commit();
    }

    private void requireWhole(SqlFile file, StagedTarget made) throws SQLException {
        String table = SqlFragments.staging(made.no());
        if (number("SELECT COUNT(*) FROM " + table) != made.rows()
                || number("SELECT " + SqlFragments.checksum(made.target()) + " FROM " + table + " s")
                        != made.checksum()) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "the database did not take over the rows of " + file.path() + " as they are",
                    "nothing was changed; compare the type of " + made.target().table() + "."
                            + made.target().column() + " with the values of the file");
        }
    }

    /** How many rows are staged. */
    long rows() {
        return staged.stream().mapToLong(StagedTarget::rows).sum();
    }

    /** Changes all staged rows that are as planned. Which are not is for a check to say. */
    void change(Progress progress) throws SQLException {
        for (StagedTarget target : staged) {
            for (long from = 1; from <= target.rows(); from += pace.chunk()) {
                safePoint.run();
                long to = Math.min(target.rows(), from + pace.chunk() - 1);
                change(SqlFragments.update(target, String.valueOf(from), String.valueOf(to)));
                progress.add(to - from + 1);
            }
        }
        connection.commit();
    }

    private void insert(StringBuilder batch) {
        if (!batch.isEmpty()) {
            try {
                execute(batch.toString());
            } catch (SQLException e) {
                throw DatabaseFailure.of("cannot stage the rows, nothing was changed", e);
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
        for (int no = 1; no <= tables; no++) {
            execute(SqlFragments.drop(no));
        }
        execute("SET @DISABLE_STATS_TRIGGERS = NULL");
        number("SELECT IFNULL(RELEASE_LOCK(" + SqlBlock.LOCK_NAME + "), 0)");
        connection.setAutoCommit(true);
    }
}
