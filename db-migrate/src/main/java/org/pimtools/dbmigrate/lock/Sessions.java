package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Statements of our own on a session. */
public final class Sessions {
    private static final int IDLE_SECONDS = 86_400;

    private Sessions() {}

    /** Makes a node of a cluster answer with all that was committed on the others before. */
    public static void readWhatIsCommitted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SESSION VARIABLES LIKE 'wsrep_sync_wait'")) {
            if (!row.next()) {
                return;
            }
        }
        execute(connection, "SET SESSION wsrep_sync_wait = 1");
    }

    /**
     * No wait for a lock is longer than the timeout, and no statement is too long. {@code sql_mode} is what another client would find:
     * the driver asks for {@code IGNORE_SPACE}, under which names such as {@code position} are errors in front of a bracket, and which
     * stays in all that is created.
     */
    static void prepare(Connection connection, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(true);
        execute(
                connection,
                "SET SESSION lock_wait_timeout = " + lockTimeout.toSeconds() + ", SESSION innodb_lock_wait_timeout = "
                        + lockTimeout.toSeconds() + ", SESSION max_statement_time = 0, SESSION wait_timeout = "
                        + IDLE_SECONDS
                        + ", SESSION sql_mode = IF(FIND_IN_SET('IGNORE_SPACE', @@GLOBAL.sql_mode), @@SESSION.sql_mode,"
                        + " TRIM(BOTH ',' FROM REPLACE(CONCAT(',', @@SESSION.sql_mode, ','), ',IGNORE_SPACE,', ',')))");
        readWhatIsCommitted(connection);
    }

    /** Executes a statement as it is, and reads all its results to the end. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(1_000);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            // read to the end, since what the rows do may happen while they are read
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
        }
    }

    public static void rollback(Connection connection, SQLException because) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
