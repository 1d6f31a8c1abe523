package org.pimtools.dbmigrate.runner;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What a run holds while it works on one database: a connection for the statements, which holds the named lock; a second one, which
 * keeps the lease alive and writes the journal while the first may not; and the lease.
 */
public final class Workbench implements AutoCloseable {
    private static final long HEARTBEAT_SECONDS = 15;

    private final Connection work;
    private final Connection side;
    private final Tables tables;
    private final String database;
    private final Lease lease;
    private final ScheduledExecutorService heart;

    private Workbench(Connection work, Connection side, Tables tables, String database, Lease lease) {
        this.work = work;
        this.side = side;
        this.tables = tables;
        this.database = database;
        this.lease = lease;
        heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Connects, takes lock and lease, and makes the journal's tables. Flyway's history table must be there already.
     *
     * @param lockName the lock that keeps every other run out, plain Flyway's too
     * @param lockTimeout for the lock, the lease, and every statement's wait for a metadata lock
     * @throws org.pimtools.common.cli.ToolException when another run works on the database
     */
    public static Workbench open(DataSource source, String database, String lockName, Duration lockTimeout)
            throws SQLException {
        Connection work = source.getConnection();
        try {
            prepare(work, lockTimeout);
            RunLock.take(work, lockName, lockTimeout);
            Connection side = source.getConnection();
            try {
                prepare(side, lockTimeout);
                Tables tables = new Tables(database);
                tables.create(work);
                return new Workbench(work, side, tables, database, Lease.take(work, tables, holder(), lockTimeout));
            } catch (SQLException | RuntimeException e) {
                side.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            work.close();
            throw e;
        }
    }

    Connection work() {
        return work;
    }

    /** To be used by one thread at a time, under its own monitor. */
    Connection side() {
        return side;
    }

    Tables tables() {
        return tables;
    }

    String database() {
        return database;
    }

    Lease lease() {
        return lease;
    }

    @Override
    public void close() throws SQLException {
        heart.shutdownNow();
        synchronized (side) {
            try (work;
                    side) {
                if (work.isValid(1)) {
                    try (Statement statement = work.createStatement()) {
                        statement.execute("ROLLBACK");
                    }
                    lease.giveBack(side);
                }
            }
        }
    }

    private void beat() {
        synchronized (side) {
            try {
                if (!side.isClosed()) {
                    lease.confirm(side);
                }
            } catch (SQLException | RuntimeException e) {
                // the next commit confirms the lease itself, and stops the run if it is lost
                org.slf4j.LoggerFactory.getLogger(Workbench.class).warn("the lease could not be prolonged", e);
            }
        }
    }

    private static void prepare(Connection connection, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET SESSION lock_wait_timeout = " + lockTimeout.toSeconds() + ", SESSION max_statement_time = 0");
            try (ResultSet row = statement.executeQuery("SHOW SESSION VARIABLES LIKE 'wsrep_sync_wait'")) {
                if (!row.next()) {
                    return;
                }
            }
            statement.execute("SET SESSION wsrep_sync_wait = 1");
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
