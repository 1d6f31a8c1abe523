package org.pimtools.dbmigrate.lock;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.Names;

/**
 * Says who may write, with a token that grows with every holder. A named lock is granted on two nodes of a Galera cluster at once; the
 * lease is not, because its row is certified with every commit that contains {@link #confirmation}.
 *
 * <p>There are two rows. The first has the token, and only a holder's own transactions change it. The second says until when it holds,
 * and is prolonged beside them: a transaction that has read before it would fail if that changed a row that it changes itself
 * ({@code innodb_snapshot_isolation}).
 */
public final class Lease {
    private static final int SECONDS = 60;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT = 1205;
    private static final int CHANGED_SINCE_READ = 1020;
    /** Of a class of our own (SQL standard: those that begin with 5 to 9 or I to Z are free). */
    private static final String TAKEN = "PT001";

    /** The named lock is not the session's any more. */
    private static final String RELEASED = "PT002";

    private static final String SIGNAL = "SIGNAL SQLSTATE '" + TAKEN + "'";
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Tables tables;
    private final long token;
    private final String holdsLock;

    private Lease(Tables tables, long token, String holdsLock) {
        this.tables = tables;
        this.token = token;
        this.holdsLock = holdsLock;
    }

    /**
     * Takes the lease. Whoever holds the named lock of this server knows that a holder on the same server is gone, and need not wait.
     *
     * @param connection with the server that has granted the named lock
     * @param lockedBy the number of the connection that holds the named lock
     * @throws ToolException when a holder on another server keeps it for longer than the timeout
     */
    static Lease take(
            Connection connection,
            Tables tables,
            String server,
            String lockName,
            long lockedBy,
            String holder,
            Duration timeout)
            throws SQLException {
        long until = System.nanoTime() + timeout.toNanos();
        String other = "";
        do {
            try {
                Attempt attempt = attempt(connection, tables, server, holder);
                if (attempt.taken) {
                    return new Lease(
                            tables, attempt.token, "IS_USED_LOCK(" + Names.text(lockName) + ") <=> " + lockedBy);
                }
                other = attempt.holder;
            } catch (SQLException e) {
                Sessions.rollback(connection, e);
                if (e.getErrorCode() != DEADLOCK
                        && e.getErrorCode() != LOCK_WAIT
                        && e.getErrorCode() != CHANGED_SINCE_READ) {
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

    private static Attempt attempt(Connection connection, Tables tables, String server, String holder)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ WRITE");
            long token = 0;
            boolean free = false;
            String current = "";
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id, token, holder, server = ?, expires < UTC_TIMESTAMP(6) FROM "
                            + tables.lease() + " WHERE id IN (1, 2) ORDER BY id FOR UPDATE")) {
                select.setString(1, server);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (row.getInt(1) == 1) {
                            token = row.getLong(2);
                            current = row.getString(3);
                            free = row.getBoolean(4);
                        } else {
                            free |= row.getBoolean(5);
                        }
                    }
                }
            }
            if (!free) {
                statement.execute("ROLLBACK");
                return new Attempt(false, token, current);
            }
            try (PreparedStatement update = connection.prepareStatement("UPDATE " + tables.lease()
                    + " SET token = ?, holder = ?, server = ?, expires = UTC_TIMESTAMP(6) + INTERVAL " + SECONDS
                    + " SECOND WHERE id IN (1, 2)")) {
                update.setLong(1, token + 1);
                update.setString(2, holder);
                update.setString(3, server);
                update.executeUpdate();
            }
            statement.execute("COMMIT");
            return new Attempt(true, token + 1, holder);
        }
    }

    /**
     * What makes a transaction depend on this lease, whatever clock and settings its session has: it fails when somebody else has
     * taken it.
     *
     * @see #requireNotTaken
     */
    String confirmation() {
        return confirming() + ";\nIF ROW_COUNT() <> 1 THEN " + SIGNAL + "; END IF";
    }

    /** The same without a wait for whoever confirms it at this moment: what is read into a variable locks nothing. */
    String look() {
        return "SELECT COUNT(*) INTO lease_is_ours FROM " + tables.lease() + " WHERE id = 1 AND token = " + token
                + ";\nIF lease_is_ours = 0 THEN " + SIGNAL + "; END IF";
    }

    private String confirming() {
        return "UPDATE " + tables.lease() + " SET expires = expires + INTERVAL 1 MICROSECOND WHERE id = 1 AND token = "
                + token;
    }

    /** What makes a block fail in a session that does not hold the named lock of the run. */
    String lockConfirmation() {
        return "IF NOT (" + holdsLock() + ") THEN SIGNAL SQLSTATE '" + RELEASED + "'; END IF";
    }

    /**
     * @throws ToolException when the failure is that of a transaction that depended on a lease which somebody else has taken, or on the
     *     named lock, which a statement has released
     */
    static void requireNotTaken(SQLException failure) {
        if (TAKEN.equals(failure.getSQLState())) {
            throw taken();
        }
        requireLock(!RELEASED.equals(failure.getSQLState()));
    }

    private static ToolException taken() {
        return new ToolException(
                ExitCode.UNSAFE,
                "another run has taken over this database",
                "see what it does with --status; run again when it is done");
    }

    /**
     * Runs writes of our own in the transaction that the connection has open, which then depends on this lease. The last one is sent
     * together with what confirms the lease, which does no harm by itself if the server has ended the transaction because of the other.
     *
     * @throws ToolException when somebody else has taken the lease
     */
    public void confirmOnWork(Connection transaction, List<String> writes) throws SQLException {
        for (String sql : writes.subList(0, Math.max(0, writes.size() - 1))) {
            Sessions.execute(transaction, sql);
        }
        try (Statement statement = transaction.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : writes.subList(Math.max(0, writes.size() - 1), writes.size())) {
                statement.addBatch(sql);
            }
            statement.addBatch(confirming());
            int[] counts = statement.executeBatch();
            if (counts[counts.length - 1] != 1) {
                throw taken();
            }
        } catch (BatchUpdateException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
    }

    /** What is true as long as the connection of the script holds the named lock. */
    public String holdsLock() {
        return holdsLock;
    }

    /**
     * @param holds what {@link #holdsLock} was
     * @throws ToolException when a statement has released it
     */
    public static void requireLock(boolean holds) {
        if (!holds) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "a statement of the script has released the lock that keeps other runs out",
                    "take RELEASE_ALL_LOCKS() out of the script and of the routines that it calls, and run again");
        }
    }

    /**
     * Makes it hold for another while.
     *
     * @return false when somebody else has taken it
     */
    boolean prolong(Connection connection) throws SQLException {
        try (Statement update = connection.createStatement()) {
            return update.executeUpdate("UPDATE " + tables.lease() + " SET expires = UTC_TIMESTAMP(6) + INTERVAL "
                            + SECONDS + " SECOND WHERE id = 2 AND token = " + token)
                    == 1;
        }
    }

    void giveBack(Connection connection) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate("UPDATE " + tables.lease()
                    + " SET expires = UTC_TIMESTAMP(6), holder = '' WHERE id IN (1, 2) AND token = " + token);
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
