package org.pimtools.dbmigrate.lock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.pimtools.common.error.ToolException;
import org.slf4j.LoggerFactory;

/**
 * What a run holds while it works on one database: a connection for the statements, which holds the named lock; a second one, which
 * keeps the lease alive and writes the journal while the first may not; and the lease.
 */
public final class LockedDatabase implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** A deadlock, and a row that another transaction has changed since this one read it. */
    private static final Set<Integer> AGAIN = Set.of(1213, 1020);

    private static final int ATTEMPTS = 3;

    private final Connection work;
    private final Connection side;
    private final Tables tables;
    private final String database;
    private final Lease lease;
    private final boolean plain;
    private final ScheduledExecutorService heart;

    private LockedDatabase(
            Connection work,
            Connection side,
            Tables tables,
            String database,
            Lease lease,
            boolean plain,
            Duration heartbeat) {
        this.work = work;
        this.side = side;
        this.tables = tables;
        this.database = database;
        this.lease = lease;
        this.plain = plain;
        heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleWithFixedDelay(this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Something to do on a connection. */
    public interface Use<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Something that has to be there before the journal. */
    public interface Preparation {
        void on(Connection connection) throws SQLException;
    }

    /** Something that belongs into one transaction. */
    public interface Writes {
        void to(Transaction transaction) throws SQLException;
    }

    /** Takes the statements of a transaction, in order: each in UTF-8, with all its values, and without a semicolon at its end. */
    public interface Transaction {
        void add(String sql) throws SQLException;
    }

    /** One compound statement: one answer is waited for, and whatever fails takes all of it back at once. */
    private static final String BEGIN = "BEGIN NOT ATOMIC\n"
            + "DECLARE lease_is_ours INT;\n"
            + "DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;\n"
            + "START TRANSACTION READ WRITE;\n";

    /**
     * Connects, takes the lock, makes the tables that are missing, and takes the lease.
     *
     * @param lockName the lock that keeps every other run on this server out, plain Flyway's too
     * @param lockTimeout for the lock, the lease, and every statement's wait for a lock
     * @param history makes the schema history where there is none, which must be older than the journal; may run at the same moment
     *     on another server of a cluster
     * @throws ToolException when another run works on the database
     */
    public static LockedDatabase open(
            DataSource source, String database, String lockName, Duration lockTimeout, Preparation history)
            throws SQLException {
        return open(source, database, lockName, lockTimeout, history, HEARTBEAT);
    }

    /** @param heartbeat how often the second connection, silent otherwise during a long statement, is used */
    static LockedDatabase open(
            DataSource source,
            String database,
            String lockName,
            Duration lockTimeout,
            Preparation history,
            Duration heartbeat)
            throws SQLException {
        Connection work = source.getConnection();
        try {
            Sessions.prepare(work, lockTimeout);
            long number = RunLock.take(work, lockName, lockTimeout);
            Connection side = source.getConnection();
            try {
                Sessions.pin(side, lockTimeout);
                Tables tables = new Tables(database);
                history.on(side);
                tables.create(side);
                Lease lease =
                        Lease.take(side, tables, ServerIdentity.of(work), lockName, number, holder(), lockTimeout);
                return new LockedDatabase(work, side, tables, database, lease, Sessions.isPlain(work), heartbeat);
            } catch (SQLException | RuntimeException e) {
                side.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            work.close();
            throw e;
        }
    }

    /** Runs the writes in a transaction of their own that depends on the lease; again when it was the victim of a deadlock. */
    public void atomically(Writes writes) throws SQLException {
        own(transaction -> {
            writes.to(transaction);
            transaction.add(lease.confirmation());
        });
    }

    /**
     * Like {@link #atomically} while the statements' connection has a transaction open, which may have locked the lease already: the
     * lease is only looked at, and that transaction's commit depends on it.
     */
    public void beside(Writes writes) throws SQLException {
        own(transaction -> {
            transaction.add(lease.look());
            writes.to(transaction);
        });
    }

    /** Takes the row that a block has selected. */
    public interface Selected<T> {
        T from(ResultSet row) throws SQLException;
    }

    /**
     * Runs writes of our own in the transaction that the statements' connection has open, which then depends on the lease and on the
     * named lock, and commits it: one answer is waited for, and nothing is committed when something fails.
     *
     * @param query what is selected first: one row
     * @param behind statements behind the commit
     */
    public <T> T commitOnWork(String query, Selected<T> selected, List<String> writes, List<String> behind)
            throws SQLException {
        List<String> statements = new ArrayList<>(List.of(query, lease.lockConfirmation()));
        statements.addAll(writes);
        statements.add(lease.confirmation());
        statements.add("COMMIT AND NO CHAIN NO RELEASE");
        statements.addAll(behind);
        try (Statement statement = work.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("BEGIN NOT ATOMIC\n" + String.join(";\n", statements) + ";\nEND");
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return selected.from(row);
            }
        } catch (SQLException e) {
            Lease.requireNotTaken(e);
            throw e;
        }
    }

    /**
     * True where a session of a script, as long as the script has changed nothing of it, is one in which our own statements mean what
     * they mean in a session of our own.
     */
    public boolean isPlain() {
        return plain;
    }

    private void own(Writes writes) throws SQLException {
        synchronized (side) {
            StringBuilder block = new StringBuilder(BEGIN);
            writes.to(sql -> block.append(sql).append(";\n"));
            block.append("COMMIT;\nEND");
            for (int attempt = 1; ; attempt++) {
                try {
                    Sessions.execute(side, block.toString());
                    return;
                } catch (SQLException e) {
                    Lease.requireNotTaken(e);
                    if (!isWorthAnother(e, attempt)) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Reads in a session of our own, beside the one that runs the statements. */
    public <T> T read(Use<T> use) throws SQLException {
        synchronized (side) {
            return use.on(side);
        }
    }

    /** The session of our own; within {@link Writes} only, or in {@link #read}. */
    public Connection side() {
        return side;
    }

    public Connection work() {
        return work;
    }

    public Tables tables() {
        return tables;
    }

    public String database() {
        return database;
    }

    public Lease lease() {
        return lease;
    }

    /** Whether another attempt may go better. */
    public static boolean isWorthAnother(SQLException failure, int attempt) {
        return attempt < ATTEMPTS && AGAIN.contains(failure.getErrorCode());
    }

    /** Never fails: what is done is done, and a lease that is not given back ends by itself. */
    @Override
    public void close() {
        heart.shutdownNow();
        synchronized (side) {
            try (work;
                    side) {
                if (work.isValid(1)) {
                    Sessions.execute(work, "ROLLBACK");
                    lease.giveBack(side);
                }
            } catch (SQLException e) {
                LoggerFactory.getLogger(LockedDatabase.class).warn("the lease could not be given back", e);
            }
        }
    }

    /** Prolongs the lease. */
    public void beat() {
        synchronized (side) {
            try {
                if (!side.isClosed() && !lease.prolong(side)) {
                    LoggerFactory.getLogger(LockedDatabase.class).warn("the lease is another run's");
                }
            } catch (SQLException | RuntimeException e) {
                // the next commit confirms the lease itself, and stops the run if it is lost
                LoggerFactory.getLogger(LockedDatabase.class).warn("the lease could not be prolonged", e);
            }
        }
    }

    private static String holder() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "an unknown host";
        }
        return "process " + ProcessHandle.current().pid() + " on " + host;
    }
}
