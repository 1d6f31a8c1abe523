package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * A row that says who may write, with a token that grows with every holder. A named lock is granted on two nodes of a Galera cluster
 * at once; the row is not, because its change is certified with every commit that contains {@link #confirm}.
 */
public final class Lease {
    private static final int SECONDS = 60;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT = 1205;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Tables tables;
    private final long token;

    private Lease(Tables tables, long token) {
        this.tables = tables;
        this.token = token;
    }

    /**
     * Takes the lease. Whoever holds the named lock of this server knows that a holder on the same server is gone, and need not wait.
     *
     * @throws ToolException when a holder on another server keeps it for longer than the timeout
     */
    static Lease take(Connection connection, Tables tables, String holder, Duration timeout) throws SQLException {
        long until = System.nanoTime() + timeout.toNanos();
        String other = "";
        do {
            try {
                Attempt attempt = attempt(connection, tables, holder);
                if (attempt.taken) {
                    return new Lease(tables, attempt.token);
                }
                other = attempt.holder;
            } catch (SQLException e) {
                Sessions.rollback(connection, e);
                if (e.getErrorCode() != DEADLOCK && e.getErrorCode() != LOCK_WAIT) {
                    throw e;
                }
            }
            pause();
        } while (System.nanoTime() < until);
        throw new ToolException(
                ExitCode.UNSAFE,
                "another run works on this database" + (other.isEmpty() ? "" : ": " + other),
                "wait until it is done, or, if it was cut off, " + SECONDS
                        + " seconds until its lease ends, and run again; --lock-timeout waits longer");
    }

    private record Attempt(boolean taken, long token, String holder) {}

    private static Attempt attempt(Connection connection, Tables tables, String holder) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION");
            long token;
            boolean free;
            String current;
            try (ResultSet row = statement.executeQuery(
                    "SELECT token, holder, expires < UTC_TIMESTAMP(6) OR server = CONCAT(@@hostname, ':', @@port) FROM "
                            + tables.lease() + " WHERE id = 1 FOR UPDATE")) {
                if (!row.next()) {
                    throw new SQLException("the lease table " + tables.lease() + " has no row");
                }
                token = row.getLong(1);
                current = row.getString(2);
                free = row.getBoolean(3);
            }
            if (!free) {
                statement.execute("ROLLBACK");
                return new Attempt(false, token, current);
            }
            try (PreparedStatement update = connection.prepareStatement("UPDATE " + tables.lease()
                    + " SET token = ?, holder = ?, server = CONCAT(@@hostname, ':', @@port), expires = UTC_TIMESTAMP(6) + INTERVAL "
                    + SECONDS + " SECOND WHERE id = 1")) {
                update.setLong(1, token + 1);
                update.setString(2, holder);
                update.executeUpdate();
            }
            statement.execute("COMMIT");
            return new Attempt(true, token + 1, holder);
        }
    }

    /**
     * Makes the open transaction depend on this lease, and prolongs it. Neither a time zone nor a time that a script has set for its
     * session ends it early.
     *
     * @throws ToolException when somebody else has taken it
     */
    public void confirm(Connection transaction) throws SQLException {
        try (PreparedStatement update = transaction.prepareStatement("UPDATE " + tables.lease()
                + " SET expires = GREATEST(expires, UTC_TIMESTAMP(6) + INTERVAL " + SECONDS
                + " SECOND) WHERE id = 1 AND token = ?")) {
            update.setLong(1, token);
            if (update.executeUpdate() != 1) {
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "another run has taken over this database",
                        "see what it does with --status; run again when it is done");
            }
        }
    }

    void giveBack(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + tables.lease()
                + " SET expires = UTC_TIMESTAMP(6), holder = '' WHERE id = 1 AND token = ?")) {
            update.setLong(1, token);
            update.executeUpdate();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(ExitCode.INTERRUPTED, "interrupted while waiting for another run", "run again");
        }
    }
}
