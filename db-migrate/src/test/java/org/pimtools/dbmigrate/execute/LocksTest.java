package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** Who may write, and what others hold. */
@Tag("slow")
class LocksTest {
    @Test
    void aKilledRunWhoseStatementGoesOnAtTheServerKeepsOthersOut() throws Exception {
        try (Database database = database("CREATE TABLE t (n INT)", "INSERT INTO t VALUES (1)");
                Wire wire = new Wire(database);
                Connection writer = database.connect()) {
            execute(writer, "START TRANSACTION");
            execute(writer, "UPDATE t SET n = 2");
            Script script =
                    Scripts.script("INSERT INTO trace VALUES (1)", "CREATE TABLE copy AS SELECT n FROM t FOR UPDATE");
            execute(database, "CREATE TABLE trace (n INT)");
            CompletableFuture<ToolException> run =
                    CompletableFuture.supplyAsync(() -> assertThrows(ToolException.class, () -> {
                        try (LockedDatabase held = open(database, wire.source(), 60)) {
                            run(held, database, script);
                        }
                    }));
            awaitRowLock(database, run);
            wire.cut();
            assertTrue(run.get().getMessage().startsWith("the connection was lost at statement 2 of 2"));
            assertTrue(
                    run.get().hint().contains("no proxy or firewall on the way ends connections"),
                    run.get().hint());

            ToolException refused =
                    assertThrows(ToolException.class, () -> open(database, 1).close());
            assertEquals(ExitCode.UNSAFE, refused.exitCode());
            assertTrue(
                    refused.getMessage()
                            .matches("another run works on this database: connection \\d+ of .+ from .+, which runs"
                                    + " \"CREATE TABLE copy AS SELECT n FROM t FOR UPDATE\" for \\d+ s"),
                    refused.getMessage());
            execute(writer, "COMMIT");
            try (LockedDatabase held = open(database, 60)) {
                assertEquals(3, run(held, database, script).resumedAt());
            }
            assertEquals(List.of("1"), column(database, "SELECT n FROM trace"));
            assertEquals(List.of("2"), column(database, "SELECT n FROM copy"));
        }
    }

    /** Its lease holds for a minute; that its connection is gone shows at once, on the same server. */
    @Test
    void whoeverComesBehindAKilledRunDoesNotWaitForItsLease() throws Exception {
        try (Database database = database();
                Wire wire = new Wire(database);
                LockedDatabase killed = open(database, wire.source(), 60)) {
            assertEquals(
                    List.of("1"),
                    column(
                            database,
                            "SELECT expires > UTC_TIMESTAMP() + INTERVAL 30 SECOND FROM aos_migrate_lease WHERE id = 2"));
            wire.cut();
            Script script = Scripts.script("CREATE TABLE t (n INT)");
            try (LockedDatabase held = open(database, 15)) {
                assertEquals(1, run(held, database, script).executed());
            }
            assertThrows(SQLException.class, () -> run(killed, database, script));
        }
    }

    @Test
    void aTransactionThatHoldsATableIsNamedOnceTheTimeIsOver() throws Exception {
        try (Database database = database("CREATE TABLE t (n INT)");
                Connection reader = database.connect()) {
            execute(reader, "START TRANSACTION");
            execute(reader, "SELECT * FROM t");
            Script script = Scripts.script("ALTER TABLE t ADD COLUMN m INT");
            ToolException failed = assertThrows(ToolException.class, () -> {
                try (LockedDatabase held = open(database, 1)) {
                    run(held, database, script);
                }
            });
            assertTrue(
                    failed.getMessage()
                            .startsWith(
                                    "nothing of V1__test.sql is done; statement 1 (line 1) failed: [HY000/1205] Lock"
                                            + " wait timeout exceeded; try restarting transaction; open transactions: "),
                    failed.getMessage());
            String id = column(reader, "SELECT CONNECTION_ID()").get(0);
            assertTrue(failed.getMessage().contains("connection " + id + " of "), failed.getMessage());
            assertEquals(
                    "stop what holds the lock, or wait longer with --lock-timeout, and run again: it resumes at statement 1",
                    failed.hint());
            execute(reader, "COMMIT");
            try (LockedDatabase held = open(database, 1)) {
                assertEquals(1, run(held, database, script).executed());
            }
        }
    }

    @Test
    void whoHasLostTheLeaseWritesNothingMore() throws Exception {
        try (Database database = database("CREATE TABLE t (n INT)");
                LockedDatabase slow = LockedDatabase.open(
                        new CutOff(database, 0, false).source(),
                        database.name(),
                        "another server's lock",
                        Duration.ofSeconds(5),
                        connection -> {});
                LockedDatabase next = open(database, 5)) {
            ToolException stopped = assertThrows(
                    ToolException.class,
                    () -> slow.atomically(transaction -> transaction.add("INSERT INTO t VALUES (1)")));
            assertEquals("another run has taken over this database", stopped.getMessage());
            next.atomically(transaction -> transaction.add("INSERT INTO t VALUES (2)"));
            assertEquals(List.of("2"), column(database, "SELECT n FROM t"));
        }
    }

    @Test
    void theLeaseLastsThroughALongStatementAndAScriptsOwnTime() throws Exception {
        try (Database database = database("CREATE TABLE t (n INT)");
                Connection reader = database.connect();
                LockedDatabase held = open(database, 30)) {
            Script script = Scripts.script(
                    "SET time_zone = '-12:00', timestamp = 86400",
                    "INSERT INTO t VALUES (2)",
                    "ALTER TABLE t ADD COLUMN m INT");
            execute(reader, "START TRANSACTION");
            execute(reader, "SELECT * FROM t");
            CompletableFuture<ScriptOutcome> run = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(held, database, script);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitState(database, run, "Waiting for table metadata lock");
            String before = lease(database);
            assertTrue(
                    before.compareTo(column(database, "SELECT UTC_TIMESTAMP(6)").get(0)) > 0, before);
            held.beat();
            assertTrue(lease(database).compareTo(before) > 0);
            execute(reader, "COMMIT");
            assertEquals(3, run.get().executed());
        }
    }

    @Test
    void aStatementThatWasTheVictimOfADeadlockIsRunAgainWithItsVariables() throws Exception {
        try (Database database = tenRowsAndAHeavyTable();
                Connection other = database.connect();
                LockedDatabase held = open(database, 30)) {
            Script script = Scripts.script("SET @i = 0", "UPDATE t SET n = (@i := @i + 1) ORDER BY id");
            deadlock(database, other, () -> run(held, database, script));
            assertEquals(
                    List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
                    column(database, "SELECT n FROM t ORDER BY id"));
        }
    }

    /** What is sent behind the victim is executed in no transaction, or in one that nobody would take back. */
    @Test
    void whatWasSentTogetherWithTheVictimOfADeadlockIsDoneOnce() throws Exception {
        try (Database database = tenRowsAndAHeavyTable();
                Connection other = database.connect();
                LockedDatabase held = open(database, 30)) {
            execute(other, "CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, n INT)");
            List<String> statements = new ArrayList<>(Collections.nCopies(20, "INSERT INTO log (n) VALUES (1)"));
            statements.add("UPDATE t SET n = n + 1 ORDER BY id");
            statements.addAll(Collections.nCopies(20, "INSERT INTO log (n) VALUES (2)"));
            Script script = Scripts.script(statements);
            deadlock(database, other, () -> run(held, database, script));
            assertEquals(
                    List.of("40 40 60"), column(database, "SELECT CONCAT_WS(' ', COUNT(*), MAX(id), SUM(n)) FROM log"));
            assertEquals(List.of("1"), column(database, "SELECT DISTINCT n FROM t"));
        }
    }

    @Test
    void aScriptsOwnTransactionThatWasTheVictimBeginsAgainInTheNextRun() throws Exception {
        try (Database database = tenRowsAndAHeavyTable();
                Connection other = database.connect();
                LockedDatabase held = open(database, 30)) {
            Script script = Scripts.script(
                    "CREATE TABLE before_it (n INT)",
                    "START TRANSACTION",
                    "UPDATE t SET n = n + 1 ORDER BY id",
                    "UPDATE t SET n = n + 1",
                    "COMMIT");
            ToolException failed = deadlock(
                    database, other, () -> assertThrows(ToolException.class, () -> run(held, database, script)));
            assertTrue(failed.getMessage().contains("[40001/1213]"), failed.getMessage());
            assertEquals("run again: it resumes at statement 2", failed.hint());
            assertEquals(2, run(held, database, script).resumedAt());
            assertEquals(List.of("2"), column(database, "SELECT DISTINCT n FROM t"));
        }
    }

    /** A rollback takes back nothing of such a table, so that no statement that fills one is run again. */
    @Test
    void aTemporaryTableWithoutTransactionsIsFilledOnceBeforeADeadlock() throws Exception {
        try (Database database = tenRowsAndAHeavyTable();
                Connection other = database.connect();
                LockedDatabase held = open(database, 30)) {
            execute(database, "CREATE TABLE found (n INT)");
            Script script = Scripts.script(
                    "CREATE TEMPORARY TABLE work (n INT) ENGINE=MEMORY",
                    "INSERT INTO found VALUES (100)",
                    "INSERT INTO work VALUES (1), (2)",
                    "INSERT INTO found VALUES (200)",
                    "UPDATE t SET n = n + (SELECT COUNT(*) FROM work) ORDER BY id",
                    "INSERT INTO found SELECT n FROM work");
            deadlock(database, other, () -> run(held, database, script));
            assertEquals(List.of("1", "2", "100", "200"), column(database, "SELECT n FROM found ORDER BY n"));
            assertEquals(List.of("2"), column(database, "SELECT DISTINCT n FROM t"));
        }
    }

    /** What a statement commits by itself depends on the lease like a commit of its own. */
    @Test
    void whoHasLostTheLeaseCommitsNothingByADefinition() throws Exception {
        for (String commits :
                List.of("CREATE TABLE made (n INT)", "SET autocommit = 1", "CREATE USER IF NOT EXISTS lease_test")) {
            try (Database database = database("CREATE TABLE t (n INT)");
                    LockedDatabase held = open(database, 5)) {
                Script script = Scripts.script("SET autocommit = 0", "INSERT INTO t VALUES (1)", commits);
                HistoryMark history;
                try (Connection connection = database.connect()) {
                    history = Scripts.history(connection, database.name());
                }
                ToolException stopped = assertThrows(
                        ToolException.class,
                        () -> new ScriptRunner(held)
                                .run(script, history, Optional.empty(), (any, n, warning) -> {}, () -> {}, done -> {
                                    if (done == 2) {
                                        takeOver(database);
                                    }
                                }));
                assertEquals("another run has taken over this database", stopped.getMessage(), commits);
                assertEquals(List.of(), column(database, "SELECT n FROM t"), commits);
            }
        }
    }

    private static void takeOver(Database database) {
        try {
            execute(database, "UPDATE aos_migrate_lease SET token = token + 1 WHERE id = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLeaseEndsInAMinuteWhateverClockTheScriptHas() throws Exception {
        try (Database database = database("CREATE TABLE t (n INT)");
                LockedDatabase held = open(database, 5)) {
            Script script = Scripts.script("SET timestamp = 2000000000", "INSERT INTO t VALUES (YEAR(NOW()))");
            run(held, database, script);
            held.beat();
            assertEquals(List.of("2033"), column(database, "SELECT n FROM t"));
            assertEquals(
                    List.of("1"),
                    column(
                            database,
                            "SELECT COUNT(*) FROM aos_migrate_lease WHERE id = 2 AND expires < UTC_TIMESTAMP() + INTERVAL 2"
                                    + " MINUTE"));
        }
    }

    private interface Act<T> {
        T run() throws Exception;
    }

    /** Makes the act wait for row 5 and then lose against a transaction that has written more. */
    private static <T> T deadlock(Database database, Connection other, Act<T> act) throws Exception {
        execute(other, "START TRANSACTION");
        execute(other, "UPDATE heavy SET seq = seq + 1");
        execute(other, "UPDATE t SET n = n WHERE id = 5");
        CompletableFuture<T> run = CompletableFuture.supplyAsync(() -> {
            try {
                return act.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        awaitRowLock(database, run);
        execute(other, "UPDATE t SET n = n WHERE id = 1");
        execute(other, "COMMIT");
        return run.get();
    }

    private static void awaitRowLock(Database database, Future<?> run) throws Exception {
        await(
                database,
                run,
                "SELECT 1 FROM information_schema.innodb_trx JOIN information_schema.processlist p ON p.id ="
                        + " trx_mysql_thread_id WHERE trx_state = 'LOCK WAIT' AND p.db = DATABASE()");
    }

    private static void awaitState(Database database, Future<?> run, String state) throws Exception {
        await(
                database,
                run,
                "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state = '" + state + "'");
    }

    /**
     * Waits until the query finds something, unless the run ends before. Not too often: MariaDB shows {@code innodb_trx} anew only when
     * nobody has read it for a tenth of a second.
     */
    private static void await(Database database, Future<?> run, String query) throws Exception {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (Connection connection = database.connect()) {
            while (column(connection, query).isEmpty()) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException("not so within a minute: " + query);
                }
                column(connection, "SELECT SLEEP(0.2)");
                if (run.isDone()) {
                    throw new IllegalStateException("ended too soon: " + run.get());
                }
            }
        }
    }

    private static String lease(Database database) throws SQLException {
        return column(database, "SELECT expires FROM aos_migrate_lease WHERE id = 2")
                .get(0);
    }

    private static Database database(String... statements) throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        try (Connection connection = database.connect()) {
            for (String statement : statements) {
                execute(connection, statement);
            }
        }
        return database;
    }

    private static Database tenRowsAndAHeavyTable() throws SQLException {
        return database(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
                "INSERT INTO t SELECT seq, 0 FROM seq_1_to_10",
                "CREATE TABLE heavy AS SELECT seq FROM seq_1_to_500");
    }

    private static LockedDatabase open(Database database, int seconds) throws SQLException {
        return open(database, new CutOff(database, 0, false).source(), seconds);
    }

    private static LockedDatabase open(Database database, DataSource source, int seconds) throws SQLException {
        return LockedDatabase.open(
                source, database.name(), "lock of " + database.name(), Duration.ofSeconds(seconds), connection -> {});
    }

    private static ScriptOutcome run(LockedDatabase held, Database database, Script script) throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        return new ScriptRunner(held)
                .run(script, history, Optional.empty(), (any, number, warning) -> {}, () -> {}, done -> {});
    }
}
