package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** The runner on a real MariaDB: runs to the end, cuts at every round trip, failures, edits. */
@Tag("slow")
class ScriptRunnerTest {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    /** Every so many round trips one cut; 1 tries them all. */
    private static final int CUTS_EACH = Integer.getInteger("pim.cuts.step", 17);

    /** Every kind of statement of which a resume is always possible, with a trace of each that writes. */
    private static final Script ALL_KINDS = Scripts.script(
            "CREATE TABLE t (a INT, id INT AUTO_INCREMENT PRIMARY KEY)",
            "INSERT INTO trace VALUES (2)",
            "SET @OLD=@@foreign_key_checks, foreign_key_checks=0",
            "INSERT INTO t (a) VALUES (41)",
            "INSERT INTO trace SELECT 300 + (LAST_INSERT_ID() = MAX(id)) FROM t",
            "START TRANSACTION",
            "INSERT INTO trace VALUES (7)",
            "SAVEPOINT s",
            "INSERT INTO trace VALUES (9)",
            "ROLLBACK TO SAVEPOINT s",
            "COMMIT",
            "ALTER TABLE t ADD COLUMN b INT",
            "UPDATE t SET b = COALESCE(b, 0) + 1",
            "START TRANSACTION",
            "INSERT INTO trace VALUES (15)",
            "ROLLBACK",
            "SET @x = (SELECT COUNT(*) FROM trace)",
            "INSERT INTO trace VALUES (100 + @x)",
            "CREATE VIEW v AS SELECT a FROM t",
            "CREATE PROCEDURE p() BEGIN INSERT INTO trace VALUES (20); INSERT INTO trace VALUES (20); END",
            "CALL p()",
            "DROP PROCEDURE p",
            "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO trace VALUES (NEW.a)",
            "INSERT INTO t (a) VALUES (42)",
            "SET autocommit = 0",
            "INSERT INTO trace VALUES (26)",
            "INSERT INTO trace VALUES (27)",
            "COMMIT",
            "SET autocommit = 1",
            "DROP VIEW v",
            "RENAME TABLE t TO t2",
            "UPDATE trace SET n = n + 1000 WHERE n IN (20, 26)",
            "INSERT INTO trace VALUES (2000 + ROW_COUNT())",
            "START TRANSACTION",
            "INSERT INTO trace VALUES (35)",
            "CREATE INDEX by_a ON t2 (a)",
            "INSERT INTO trace VALUES (3000 + @@foreign_key_checks)",
            "SET foreign_key_checks = @OLD",
            "INSERT INTO trace VALUES (4000 + @@foreign_key_checks)",
            "CREATE TEMPORARY TABLE work (n INT)",
            "DROP TEMPORARY TABLE work",
            "ANALYZE TABLE t2");

    @Test
    void anUndisturbedRunDoesWhatTheServerAloneDoes() throws Exception {
        TreeMap<String, String> alone;
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            for (var statement : ALL_KINDS.statements()) {
                execute(connection, statement.sql());
            }
            alone = state(database);
        }
        assertEquals(alone, undisturbed());
    }

    @Test
    void aRunThatIsCutOffAnywhereIsEndedByTheNextOne() throws Exception {
        TreeMap<String, String> expected = undisturbed();
        int roundTrips;
        try (Database database = newDatabase()) {
            CutOff none = new CutOff(database, 0, false);
            run(database, none, ALL_KINDS, Optional.empty());
            roundTrips = none.roundTrips();
        }
        List<String> wrong = new ArrayList<>();
        for (boolean after : List.of(false, true)) {
            for (int at = after ? 3 : 1; at <= roundTrips; at += CUTS_EACH) {
                try (Database database = newDatabase()) {
                    CutOff cut = new CutOff(database, at, after);
                    try {
                        run(database, cut, ALL_KINDS, Optional.empty());
                    } catch (ToolException | SQLException e) {
                        // what it says is tested elsewhere
                    }
                    assertTrue(cut.wasCut(), "not cut off at " + at);
                    try {
                        if (!isDone(database)) {
                            run(database, ALL_KINDS);
                        }
                        if (!expected.equals(state(database))) {
                            wrong.add(at + (after ? " after: " : " before: ") + state(database));
                        }
                    } catch (ToolException | SQLException e) {
                        wrong.add(at + (after ? " after: " : " before: ") + e);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "of " + roundTrips + " round trips; expected " + expected);
    }

    @Test
    void aFailureSaysHowFarItGotAndTheNextRunGoesOnFromThere() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            Script script = Scripts.script("CREATE TABLE d (a INT)", "INSERT INTO missing VALUES (1)");
            ToolException failed = assertThrows(ToolException.class, () -> run(database, script));
            assertEquals(
                    "statement 1 of 2 of V1__test.sql is done; statement 2 (line 2) failed: [42S02/1146] Table '"
                            + database.name() + ".missing' doesn't exist",
                    failed.getMessage());
            assertEquals(
                    "fix the cause, or the script from statement 2 on, and run again: it resumes there", failed.hint());

            ToolException edited = assertThrows(
                    ToolException.class,
                    () -> run(database, Scripts.script("CREATE TABLE d (b INT)", "INSERT INTO missing VALUES (1)")));
            assertEquals(
                    "statement 1 of V1__test.sql is done, and is another one in the file now", edited.getMessage());

            execute(connection, "CREATE TABLE missing (a INT)");
            ScriptOutcome outcome = run(database, script);
            assertEquals(2, outcome.resumedAt());
            assertEquals(1, outcome.executed());
        }
    }

    @Test
    void aScriptMayBeEditedFromTheFailedStatementOn() throws Exception {
        try (Database database = newDatabase()) {
            assertThrows(
                    ToolException.class,
                    () -> run(database, Scripts.script("CREATE TABLE d (a INT)", "INSERT INTO missing VALUES (1)")));
            ScriptOutcome outcome = run(
                    database,
                    Scripts.script(
                            "CREATE TABLE d (a INT)",
                            "CREATE TABLE missing (a INT)",
                            "INSERT INTO missing VALUES (1)"));
            assertEquals(2, outcome.resumedAt());
            assertEquals("1", state(database).get("rows of missing"));
        }
    }

    @Test
    void aFailureInTheScriptsOwnTransactionTakesItBackAndTheNextRunBeginsItAgain() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            Script script = Scripts.script(
                    "INSERT INTO trace VALUES (1)",
                    "START TRANSACTION",
                    "INSERT INTO trace VALUES (3)",
                    "INSERT INTO missing VALUES (1)",
                    "COMMIT");
            ToolException failed = assertThrows(ToolException.class, () -> run(database, script));
            assertTrue(
                    failed.getMessage()
                            .startsWith(
                                    "statement 1 of 5 of V1__test.sql is done, the script's own transaction was rolled"
                                            + " back; statement 4 (line 4) failed: "),
                    failed.getMessage());
            assertEquals("1", state(database).get("rows of trace"));
            execute(connection, "CREATE TABLE missing (a INT)");
            assertEquals(2, run(database, script).resumedAt());
            assertEquals("1,3", state(database).get("rows of trace"));
        }
    }

    @Test
    void whatNobodyCanTellIsAStopWithTwoWaysOut() throws Exception {
        for (Answer answer : Answer.values()) {
            try (Database database = newDatabase();
                    Connection connection = database.connect()) {
                execute(connection, "CREATE TABLE plain (n INT) ENGINE = MyISAM");
                Script script = Scripts.script("INSERT INTO plain VALUES (1)", "INSERT INTO trace VALUES (2)");
                CutOff cut = cutAfter(database, script, "SELECT COUNT(*) FROM plain", "1");
                assertTrue(cut.wasCut());
                ToolException stop = assertThrows(ToolException.class, () -> run(database, script));
                assertEquals(
                        "statement 1 of 2 (line 1) of V1__test.sql was begun by a run that was cut off, and neither the"
                                + " journal nor the catalogue can tell whether it took effect",
                        stop.getMessage());
                run(database, new CutOff(database, 0, false), script, Optional.of(answer));
                assertEquals(
                        answer == Answer.DONE ? "1" : "1,1", state(database).get("rows of plain"));
                assertEquals("2", state(database).get("rows of trace"));
            }
        }
    }

    @Test
    void aBegunStatementThatWasEditedOrTakenOutIsNotTakenForAnother() throws Exception {
        try (Database database = newDatabase()) {
            Script script = Scripts.script("INSERT INTO trace VALUES (1)", "CREATE TABLE a (n INT)");
            CutOff cut = cutAfter(
                    database,
                    script,
                    "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'a'",
                    "1");
            assertTrue(cut.wasCut());
            Script edited = Scripts.script("INSERT INTO trace VALUES (1)", "CREATE TABLE b (n INT)");
            ToolException stop = assertThrows(ToolException.class, () -> run(database, edited));
            assertTrue(
                    stop.getMessage()
                            .startsWith(
                                    "statement 2 of 2 (line 2) of V1__test.sql was begun by a run that was cut off"),
                    stop.getMessage());
            ToolException gone = assertThrows(
                    ToolException.class, () -> run(database, Scripts.script("INSERT INTO trace VALUES (1)")));
            assertEquals(
                    "statement 2 of V1__test.sql was begun by a run that was cut off, and is not in the file any more",
                    gone.getMessage());
            assertEquals(3, run(database, script).resumedAt());
            assertEquals("1", state(database).get("rows of trace"));
        }
    }

    @Test
    void aTableWithoutTransactionsIsNoticedBetweenDoubleQuotesToo() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE plain (n INT) ENGINE = MyISAM");
            Script script = Scripts.script("SET sql_mode = 'ANSI_QUOTES'", "INSERT INTO \"plain\" VALUES (1)");
            assertTrue(cutAfter(database, script, "SELECT COUNT(*) FROM plain", "1")
                    .wasCut());
            assertThrows(ToolException.class, () -> run(database, script));
            run(database, new CutOff(database, 0, false), script, Optional.of(Answer.DONE));
            assertEquals("1", state(database).get("rows of plain"));
        }
    }

    @Test
    void aTemporaryTableThatIsGoneIsAskedForAgain() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            String make = "CREATE TEMPORARY TABLE work AS SELECT 5 AS n";
            Script script = Scripts.script(make, "INSERT INTO missing SELECT n FROM work");
            assertThrows(ToolException.class, () -> run(database, script));
            execute(connection, "CREATE TABLE missing (a INT)");
            ToolException stop = assertThrows(ToolException.class, () -> run(database, script));
            assertEquals(
                    "put the statements that make and fill the temporary table work again in front of statement 2 in the file,"
                            + " and run again",
                    stop.hint());
            run(database, Scripts.script(make, make, "INSERT INTO missing SELECT n FROM work"));
            assertEquals("5", state(database).get("rows of missing"));
        }
    }

    @Test
    void tablesThatWereLockedAreLockedAgain() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE other (a INT NOT NULL)");
            execute(connection, "CREATE TABLE unlocked (a INT)");
            String lock = "LOCK TABLES trace WRITE, other WRITE";
            String insert = "INSERT INTO trace VALUES (2)";
            Script script = Scripts.script(lock, insert, "INSERT INTO other VALUES (NULL)", "UNLOCK TABLES");
            ToolException failed = assertThrows(ToolException.class, () -> run(database, script));
            assertTrue(failed.getMessage().startsWith("statements 1 to 2 of 4"), failed.getMessage());
            ToolException locked = assertThrows(
                    ToolException.class,
                    () -> run(database, Scripts.script(lock, insert, "INSERT INTO unlocked VALUES (1)")));
            assertTrue(locked.getMessage().contains("/1100]"), locked.getMessage());
            run(database, Scripts.script(lock, insert, "INSERT INTO other VALUES (3)", "UNLOCK TABLES"));
            assertEquals("2", state(database).get("rows of trace"));
            assertEquals("3", state(database).get("rows of other"));
        }
    }

    @Test
    void aDropThatFailsInTheMiddleSaysThatItChangedSomething() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE a (n INT)");
            ToolException failed =
                    assertThrows(ToolException.class, () -> run(database, Scripts.script("DROP TABLE a, missing")));
            assertTrue(
                    failed.getMessage().endsWith("; a part of what it does may be done all the same"),
                    failed.getMessage());
        }
    }

    @Test
    void theLockOfAnotherRunIsNamed() throws Exception {
        try (Database database = newDatabase();
                Connection other = database.connect()) {
            execute(other, "SELECT GET_LOCK('lock of " + database.name() + "', 0)");
            ToolException refused = assertThrows(
                    ToolException.class,
                    () -> LockedDatabase.open(
                                    new CutOff(database, 0, false).source(),
                                    database.name(),
                                    "lock of " + database.name(),
                                    Duration.ofSeconds(1),
                                    connection -> {})
                            .close());
            assertTrue(
                    refused.getMessage()
                            .matches("another run works on this database: connection \\d+ of .*, idle for \\d+ s"),
                    refused.getMessage());
        }
    }

    private static boolean isDone(Database database) throws SQLException {
        return column(database, "SELECT success FROM history").equals(List.of("1"));
    }

    /** Cuts off at the first round trip after which the query gives the value. */
    private static CutOff cutAfter(Database database, Script script, String query, String value) throws Exception {
        for (int at = 1; ; at++) {
            CutOff cut = new CutOff(database, at, true);
            try {
                run(database, cut, script, Optional.empty());
                return cut;
            } catch (ToolException | SQLException e) {
                try (Connection connection = database.connect()) {
                    if (column(connection, query).equals(List.of(value))) {
                        return cut;
                    }
                    execute(
                            connection,
                            "DROP TABLE IF EXISTS aos_migrate_script, aos_migrate_statement, aos_migrate_lease,"
                                    + " aos_migrate_counter");
                    execute(connection, "DELETE FROM history");
                    execute(connection, "DELETE FROM trace");
                }
            }
        }
    }

    private static TreeMap<String, String> undisturbed() throws Exception {
        try (Database database = newDatabase()) {
            ScriptOutcome outcome = run(database, ALL_KINDS);
            assertEquals(ALL_KINDS.statements().size(), outcome.executed());
            return state(database);
        }
    }

    private static Database newDatabase() throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        try (Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE trace (n INT)");
            Scripts.history(connection, database.name());
        }
        return database;
    }

    private static ScriptOutcome run(Database database, Script script) throws SQLException {
        return run(database, new CutOff(database, 0, false), script, Optional.empty());
    }

    private static ScriptOutcome run(Database database, CutOff connections, Script script, Optional<Answer> answer)
            throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        try (LockedDatabase held = LockedDatabase.open(
                connections.source(), database.name(), "lock of " + database.name(), LOCK_TIMEOUT, connection -> {})) {
            return new ScriptRunner(held)
                    .run(script, history, answer, (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }

    /** Tables with their definition and rows, without those of the runner; the history as the runner left it. */
    private static TreeMap<String, String> state(Database database) throws SQLException {
        TreeMap<String, String> state = new TreeMap<>();
        try (Connection connection = database.connect()) {
            for (String table : column(connection, "SHOW TABLES")) {
                if (!table.startsWith("aos_migrate_") && !table.equals("history")) {
                    state.put(
                            "rows of " + table,
                            String.join(",", column(connection, "SELECT * FROM " + table + " ORDER BY 1")));
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
                        row.next();
                        state.put("definition of " + table, row.getString(2).replaceAll(" AUTO_INCREMENT=\\d+", ""));
                    }
                }
            }
            state.put(
                    "routines",
                    String.join(
                            ",",
                            column(
                                    connection,
                                    "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()")));
        }
        return state;
    }
}
