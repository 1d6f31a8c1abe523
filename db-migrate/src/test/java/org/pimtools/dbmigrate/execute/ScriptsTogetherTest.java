package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptBuilder;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** Scripts of one run, each of whose end waits for the beginning of the next one. */
@Tag("slow")
class ScriptsTogetherTest {
    /** Every so many round trips one cut, beginning anywhere; 1 tries them all. */
    private static final int CUTS_EACH = Integer.getInteger("pim.cuts.step", 5);

    private static final List<Script> SCRIPTS = List.of(
            script(1, "CREATE TABLE a (id INT PRIMARY KEY, n INT)", "INSERT INTO a VALUES (1, 1)"),
            script(2, "CREATE TABLE b (id INT AUTO_INCREMENT PRIMARY KEY, n INT)", "INSERT INTO b (n) VALUES (1), (2)"),
            script(3, "ALTER TABLE b ADD COLUMN m INT", "UPDATE a SET n = n + 1"),
            script(4, "INSERT INTO b (n) VALUES (3)", "UPDATE a SET n = n + LAST_INSERT_ID()"),
            script(5, "CREATE VIEW v AS SELECT n FROM a", "CREATE TABLE c (n INT)"),
            script(6, "SET @n = 5", "INSERT INTO c VALUES (@n)"),
            script(7, "DROP VIEW v", "INSERT INTO c SELECT COALESCE(LAST_INSERT_ID(), -1)"),
            script(8, "START TRANSACTION", "INSERT INTO c VALUES (7)", "COMMIT"),
            script(9, "CREATE TABLE d (n INT)", "INSERT INTO d VALUES (8)"));

    @Test
    void cutsAnywhereLoseNothingAndDoNothingTwice() throws Exception {
        List<String> expected;
        int roundTrips;
        try (Database database = newDatabase()) {
            CutOff undisturbed = new CutOff(database, 0, false);
            run(database, undisturbed.source(), SCRIPTS);
            roundTrips = undisturbed.roundTrips();
            expected = contents(database);
            assertEquals("9 9", ended(database));
        }
        for (boolean after : List.of(true, false)) {
            int first = 1 + ThreadLocalRandom.current().nextInt(CUTS_EACH);
            for (int at = first; at <= roundTrips; at += CUTS_EACH) {
                try (Database database = newDatabase()) {
                    CutOff cut = new CutOff(database, at, after);
                    try {
                        run(database, cut.source(), SCRIPTS);
                    } catch (ToolException | SQLException e) {
                        // it was cut off
                    }
                    run(database, new CutOff(database, 0, false).source(), left(database));
                    assertEquals(expected, contents(database), "cut off at round trip " + at + ", after it " + after);
                    assertEquals("9 9", ended(database));
                }
            }
        }
    }

    /** What makes many small scripts fast: a new question for each of them would be one for each of hundreds. */
    @Test
    void aSmallScriptTakesFiveRoundTrips() throws Exception {
        int[] roundTrips = new int[2];
        for (int i = 0; i < 2; i++) {
            List<Script> scripts = IntStream.rangeClosed(1, i == 0 ? 10 : 20)
                    .mapToObj(n -> script(
                            n, "CREATE TABLE t" + n + " (id INT PRIMARY KEY)", "INSERT INTO t" + n + " VALUES (1)"))
                    .toList();
            try (Database database = newDatabase()) {
                CutOff counter = new CutOff(database, 0, false);
                run(database, counter.source(), scripts);
                roundTrips[i] = counter.roundTrips();
            }
        }
        assertEquals(50, roundTrips[1] - roundTrips[0]);
    }

    @Test
    void oneThatFailsLeavesThoseBeforeItEnded() throws Exception {
        try (Database database = newDatabase()) {
            List<Script> scripts = List.of(
                    SCRIPTS.get(0),
                    script(2, "CREATE TABLE a (id INT)", "INSERT INTO a VALUES (2, 2)"),
                    SCRIPTS.get(8));
            ToolException failed = assertThrows(
                    ToolException.class, () -> run(database, new CutOff(database, 0, false).source(), scripts));
            assertTrue(failed.getMessage().startsWith("nothing of V2__test.sql is done"), failed.getMessage());
            assertEquals("1 2", ended(database));
        }
    }

    /** KILL QUERY may meet what begins a transaction, and not the statement that was sent with it. */
    @Test
    void aStatementWhoseTransactionDidNotBeginIsSentAgain() throws Exception {
        try (Database database = newDatabase()) {
            run(database, without(database, "START TRANSACTION"), SCRIPTS.subList(0, 3));
            assertEquals(List.of("1 2"), column(database, "SELECT CONCAT_WS(' ', id, n) FROM a"));
            assertEquals(List.of("1 1", "2 2"), column(database, "SELECT CONCAT_WS(' ', id, n) FROM b ORDER BY id"));
            assertEquals("3 3", ended(database));
        }
    }

    /** Nor does it matter when the process dies in the same round trip. */
    @Test
    void aStatementWhoseTransactionDidNotBeginIsNotDoneByItself() throws Exception {
        List<Script> scripts = SCRIPTS.subList(0, 3);
        int roundTrips;
        try (Database database = newDatabase()) {
            CutOff undisturbed = new CutOff(database, 0, false);
            run(database, undisturbed.source(), scripts);
            roundTrips = undisturbed.roundTrips();
        }
        for (int at = 20; at <= roundTrips; at++) {
            try (Database database = newDatabase()) {
                try {
                    run(database, without(new CutOff(database, at, true).source(), "START TRANSACTION"), scripts);
                } catch (ToolException | SQLException e) {
                    // it was cut off
                }
                run(database, new CutOff(database, 0, false).source(), left(database, scripts));
                assertEquals(
                        List.of("1 2"), column(database, "SELECT CONCAT_WS(' ', id, n) FROM a"), "cut off at " + at);
                assertEquals(List.of("1", "2"), column(database, "SELECT n FROM b ORDER BY id"), "cut off at " + at);
            }
        }
    }

    /** Two of them, which meet the guard, too. */
    @Test
    void whatIsDoneByItselfAllTheSameIsDoneOnce() throws Exception {
        try (Database database = newDatabase()) {
            run(database, without(database, "START TRANSACTION", "SET SESSION tx_read_only"), SCRIPTS.subList(0, 2));
            assertEquals(List.of("1 1"), column(database, "SELECT CONCAT_WS(' ', id, n) FROM a"));
            assertEquals(List.of("1", "2"), column(database, "SELECT n FROM b ORDER BY id"));
            assertEquals("2 2", ended(database));
        }
    }

    private static List<Script> left(Database database) throws SQLException {
        return left(database, SCRIPTS);
    }

    private static List<Script> left(Database database, List<Script> scripts) throws SQLException {
        List<String> done = column(database, "SELECT version FROM history WHERE success = 1");
        return scripts.stream()
                .filter(script -> !done.contains(script.version().toString()))
                .toList();
    }

    /** How many scripts are ended, and how many were begun. */
    private static String ended(Database database) throws SQLException {
        return column(database, "SELECT CONCAT_WS(' ', SUM(success), COUNT(*)) FROM history")
                .get(0);
    }

    private static List<String> contents(Database database) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("a", "b", "c", "d")) {
            rows.add(table);
            rows.addAll(column(
                    database,
                    "SELECT CONCAT_WS(' ', " + (table.equals("b") ? "id, n, m" : table.equals("a") ? "id, n" : "n")
                            + ") FROM " + table + " ORDER BY 1"));
        }
        return rows;
    }

    private static Script script(int version, String... statements) {
        ScriptBuilder script = new ScriptBuilder();
        for (int i = 0; i < statements.length; i++) {
            script.add(i + 1, statements[i], new ScriptStatement.Kept(statements[i]), Dialect.NEWEST);
        }
        return script.build(
                Direction.MIGRATE, Version.of(String.valueOf(version)), "test", "V" + version + "__test.sql", 0, false);
    }

    private static Database newDatabase() throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        execute(database, "CREATE TABLE history (version INT PRIMARY KEY, success INT) ENGINE = InnoDB");
        return database;
    }

    private static void run(Database database, DataSource source, List<Script> scripts) throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        try (LockedDatabase held = LockedDatabase.open(
                        source,
                        database.name(),
                        "lock of " + database.name(),
                        Duration.ofSeconds(20),
                        connection -> {});
                ScriptRunner runner = new ScriptRunner(held)) {
            for (Script script : scripts) {
                runner.runOn(
                        script,
                        history,
                        Optional.empty(),
                        (any, number, warning) -> {},
                        () -> {},
                        done -> {},
                        outcome -> {});
            }
        }
    }

    /** Connections on which statements that begin so are killed when they are sent together with others. */
    private static DataSource without(Database database, String... beginnings) {
        return without(new CutOff(database, 0, false).source(), beginnings);
    }

    private static DataSource without(DataSource source, String... beginnings) {
        return proxy(DataSource.class, (method, args) -> {
            Connection connection = source.getConnection();
            return proxy(Connection.class, (call, values) -> {
                Object result = invoke(connection, call, values);
                return call.getName().equals("createStatement")
                        ? without((Statement) result, List.of(beginnings))
                        : result;
            });
        });
    }

    private static Statement without(Statement statement, List<String> beginnings) {
        return proxy(Statement.class, (method, args) -> {
            boolean killed =
                    method.getName().equals("addBatch") && beginnings.stream().anyMatch(args[0].toString()::startsWith);
            return invoke(statement, method, killed ? new Object[] {"SIGNAL SQLSTATE '70100'"} : args);
        });
    }

    private interface Handler {
        Object run(Method method, Object[] args) throws Throwable;
    }

    private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                ScriptsTogetherTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> handler.run(method, args)));
    }
}
