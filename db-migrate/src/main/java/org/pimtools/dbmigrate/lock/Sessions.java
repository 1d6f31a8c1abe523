package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Sessions of scripts and of our own, and statements on them. */
public final class Sessions {
    private static final int IDLE_SECONDS = 86_400;
    private static final int NETWORK_SECONDS = 600;
    private static final int UNKNOWN_VARIABLE = 1193;
    /**
     * What a server or its {@code init_connect} may have set so that our own statements would find, write or mean something else. All of
     * these are known from MariaDB 10.6 on.
     */
    private static final List<String> PINNED = List.of(
            "autocommit = 1",
            "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
            "sql_select_limit = 18446744073709551615",
            "max_join_size = 18446744073709551615",
            "sql_big_selects = 1",
            "sql_safe_updates = 0",
            "sql_auto_is_null = 0",
            "sql_quote_show_create = 1",
            "sql_if_exists = 0",
            "completion_type = 'NO_CHAIN'",
            "time_zone = '+00:00'",
            "timestamp = DEFAULT",
            "foreign_key_checks = 1",
            "unique_checks = 1",
            "low_priority_updates = 0",
            "old_mode = ''",
            "lc_messages = 'en_US'",
            "tx_isolation = 'REPEATABLE-READ'",
            "tx_read_only = 0");

    private Sessions() {}

    /** Makes the session one of our own: whatever the server is set to, its queries return all rows and mean the same. */
    public static void pin(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        execute(connection, "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci");
        execute(connection, "SET SESSION " + String.join(", SESSION ", PINNED));
        readWhatIsCommitted(connection);
    }

    /** {@link #pin}, and no wait for a lock is longer than the timeout. */
    static void pin(Connection connection, Duration lockTimeout) throws SQLException {
        pin(connection);
        patient(connection, lockTimeout);
    }

    /**
     * Makes the session that of a script: as the {@code mariadb} client has it, so that the driver's {@code IGNORE_SPACE} makes no name a
     * function and is stored in no routine. No wait for a lock is longer than the timeout, and no statement is too long.
     */
    static void prepare(Connection connection, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(true);
        execute(connection, "SET SESSION sql_mode = @@GLOBAL.sql_mode");
        patient(connection, lockTimeout);
        readWhatIsCommitted(connection);
    }

    /**
     * Whether a session of a script that was only {@link #prepare}d, whatever the server is set to, takes a block of our own and gives its
     * statements the meaning that they have in a session that is {@link #pin}ned.
     */
    static boolean isPlain(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT FIND_IN_SET('ORACLE', @@sql_mode) = 0"
                        + " AND @@sql_safe_updates = 0 AND @@sql_big_selects = 1 AND @@sql_auto_is_null = 0"
                        + " AND @@tx_isolation = 'REPEATABLE-READ' AND @@character_set_client LIKE 'utf8%'"
                        + " AND ABS(TIMESTAMPDIFF(SECOND, NOW(), SYSDATE())) <= 5 LIMIT 1")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void patient(Connection connection, Duration lockTimeout) throws SQLException {
        execute(
                connection,
                "SET SESSION lock_wait_timeout = " + lockTimeout.toSeconds() + ", SESSION innodb_lock_wait_timeout = "
                        + lockTimeout.toSeconds() + ", SESSION max_statement_time = 0, SESSION wait_timeout = "
                        + IDLE_SECONDS
                        + ", SESSION idle_transaction_timeout = 0, SESSION idle_write_transaction_timeout = 0,"
                        + " SESSION idle_readonly_transaction_timeout = 0, SESSION net_read_timeout = "
                        + NETWORK_SECONDS
                        + ", SESSION net_write_timeout = " + NETWORK_SECONDS);
    }

    /** Makes a node of a cluster answer with all that was committed on the others before. */
    private static void readWhatIsCommitted(Connection connection) throws SQLException {
        try {
            execute(connection, "SET SESSION wsrep_sync_wait = 1");
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_VARIABLE) {
                throw e;
            }
        }
    }

    /** Executes a statement as it is, and reads all its results to the end. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            execute(statement, sql);
        }
    }

    /** The same, with the statement left open for what else is to be asked of it. */
    public static void execute(Statement statement, String sql) throws SQLException {
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

    public static void rollback(Connection connection, SQLException because) {
        try {
            execute(connection, "ROLLBACK AND NO CHAIN NO RELEASE");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
