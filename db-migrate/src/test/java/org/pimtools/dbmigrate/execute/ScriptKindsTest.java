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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Preflight;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** The ways in which modules' authors write scripts: right at once, and cut off anywhere either ended rightly or stopped with a message. */
@Tag("slow")
class ScriptKindsTest {
    private static final int CUTS_EACH = Integer.getInteger("pim.cuts.step", 9);
    /** What comes before a script is the same for all, and {@link ScriptRunnerTest} cuts there. */
    private static final int OPENING = 18;

    /** Adds one to a counter, so that a statement that was lost or done twice shows. */
    record Case(String name, boolean mayStop, List<String> statements) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "a variable kept aside",
                        false,
                        List.of(
                                "SET @OLD=@@foreign_key_checks, foreign_key_checks=0",
                                "UPDATE counter SET a = a + 1 + 10 * @@foreign_key_checks",
                                "SET foreign_key_checks=@OLD",
                                "UPDATE counter SET b = b + 1 + 10 * @@foreign_key_checks")),
                new Case(
                        "transactions of its own",
                        false,
                        List.of(
                                "START TRANSACTION",
                                "UPDATE counter SET a = a + 1",
                                "COMMIT",
                                "SET autocommit=0",
                                "UPDATE counter SET b = b + 1",
                                "COMMIT AND CHAIN",
                                "UPDATE counter SET c = c + 1",
                                "SET autocommit=1",
                                "UPDATE counter SET c = c + 10")),
                new Case(
                        "locked tables",
                        true,
                        List.of(
                                "LOCK TABLES counter WRITE",
                                "UPDATE counter SET a = a + 1",
                                "UPDATE counter SET b = b + 1",
                                "UNLOCK TABLES",
                                "UPDATE counter SET c = c + 1")),
                new Case(
                        "locked tables released by a transaction",
                        true,
                        List.of(
                                "LOCK TABLES counter WRITE",
                                "START TRANSACTION",
                                "UPDATE counter SET a = a + 1",
                                "COMMIT",
                                "UPDATE counter SET b = b + 1")),
                new Case(
                        "locked tables in transactions",
                        true,
                        List.of(
                                "SET autocommit=0",
                                "LOCK TABLES counter WRITE",
                                "UPDATE counter SET a = a + 1",
                                "UPDATE counter SET b = b + 1",
                                "COMMIT",
                                "UPDATE counter SET c = c + 1",
                                "COMMIT",
                                "UNLOCK TABLES",
                                "SET autocommit=1")),
                new Case(
                        "a temporary table",
                        true,
                        List.of(
                                "CREATE TEMPORARY TABLE work AS SELECT 1 AS n",
                                "UPDATE counter SET a = a + (SELECT n FROM work)",
                                "DROP TEMPORARY TABLE work",
                                "UPDATE counter SET b = b + 1")),
                new Case(
                        "a table without transactions",
                        true,
                        List.of(
                                "CREATE TABLE plain (n INT) ENGINE=MyISAM",
                                "INSERT INTO plain VALUES (1)",
                                "UPDATE counter SET a = a + (SELECT COUNT(*) FROM plain)",
                                "DROP TABLE plain")),
                new Case(
                        "a table without transactions in a transaction",
                        true,
                        List.of(
                                "CREATE TABLE plain (n INT) ENGINE=MyISAM",
                                "START TRANSACTION",
                                "UPDATE counter SET a = a + 1",
                                "INSERT INTO plain VALUES (1)",
                                "UPDATE counter SET b = b + (SELECT COUNT(*) FROM plain)",
                                "COMMIT")),
                new Case(
                        "a prepared statement",
                        true,
                        List.of(
                                "SET @s = 'UPDATE counter SET a = a + 1'",
                                "PREPARE s FROM @s",
                                "EXECUTE s",
                                "DEALLOCATE PREPARE s",
                                "UPDATE counter SET b = b + 1")),
                new Case(
                        "a prepared definition in a transaction",
                        true,
                        List.of(
                                "START TRANSACTION",
                                "UPDATE counter SET a = a + 1",
                                "EXECUTE IMMEDIATE 'CREATE TABLE made (n INT)'",
                                "UPDATE counter SET b = b + 1",
                                "COMMIT")),
                new Case(
                        "routines",
                        true,
                        List.of(
                                "CREATE PROCEDURE p() BEGIN UPDATE counter SET a = a + 1; UPDATE counter SET b = b + 1; END",
                                "CALL p()",
                                "CREATE PROCEDURE q() BEGIN UPDATE counter SET c = c + 1; COMMIT; END",
                                "CALL q()",
                                "SET @n = ROW_COUNT()",
                                "DROP PROCEDURE p",
                                "DROP PROCEDURE q")),
                new Case(
                        "what a dump holds",
                        false,
                        List.of(
                                "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
                                "/*!80000 SET SESSION information_schema_stats_expiry=0 */",
                                "/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */",
                                "/*!40103 SET TIME_ZONE='+00:00' */",
                                "UPDATE counter SET a = a + 1",
                                "/*!40000 ALTER TABLE counter DISABLE KEYS */",
                                "SET STATEMENT max_statement_time=100 FOR UPDATE counter SET b = b + 1",
                                "/*!40000 ALTER TABLE counter ENABLE KEYS */",
                                "/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */",
                                "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */")),
                new Case(
                        "names in double quotes, and names that are also words of SHOW",
                        false,
                        List.of(
                                "SET @OLD=@@sql_mode, sql_mode='ANSI_QUOTES'",
                                "CREATE TABLE \"made\" (\"n\" INT)",
                                "UPDATE counter SET a = a + 1",
                                "ALTER TABLE \"made\" ADD COLUMN \"errors\" INT NOT NULL DEFAULT 1",
                                "INSERT INTO \"made\" VALUES (1, 2)",
                                "CREATE VIEW warnings AS SELECT \"errors\" FROM \"made\"",
                                "UPDATE counter SET b = b + (SELECT SUM(errors) FROM warnings)",
                                "DROP VIEW \"warnings\"",
                                "RENAME TABLE \"made\" TO \"kept\"",
                                "SET sql_mode=@OLD")),
                new Case(
                        "another character set",
                        false,
                        List.of(
                                "SET NAMES latin1",
                                "SET @text = 'é'",
                                "CREATE TABLE words AS SELECT @text AS word",
                                "UPDATE counter SET a = a + (SELECT COUNT(*) FROM words WHERE HEX(word) = HEX(@text))",
                                "SET NAMES utf8mb4",
                                "UPDATE counter SET b = b + (SELECT COUNT(*) FROM words WHERE HEX(word) = HEX(@text))")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rightAtOnceAndCutOffAnywhere(Case script) throws Exception {
        String expected;
        try (Database database = newDatabase();
                Connection alone = database.connect()) {
            for (String statement : script.statements()) {
                execute(alone, statement);
            }
            expected = counter(database);
        }
        int roundTrips;
        try (Database database = newDatabase()) {
            CutOff none = new CutOff(database, 0, false);
            run(database, none, Scripts.script(script.statements()), Optional.empty());
            assertEquals(expected, counter(database));
            roundTrips = none.roundTrips();
        }
        List<String> wrong = new ArrayList<>();
        for (int at = 1 + OPENING; at <= roundTrips; at += CUTS_EACH) {
            for (boolean after : List.of(false, true)) {
                try (Database database = newDatabase()) {
                    String end = end(database, new CutOff(database, at, after), script);
                    if (!end.equals(expected) && !end.startsWith("stop: ")
                            || end.startsWith("stop: ") && !script.mayStop()) {
                        wrong.add(at + (after ? " after: " : " before: ") + end);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "of " + roundTrips + " round trips; expected " + expected);
    }

    /** What the counter is once the script is ended; a stop's message when it cannot be ended without the operator. */
    private static String end(Database database, CutOff cut, Case script) throws SQLException {
        try {
            run(database, cut, Scripts.script(script.statements()), Optional.empty());
        } catch (ToolException | SQLException e) {
            // it was cut off
        }
        assertTrue(cut.wasCut(), "not cut off");
        try (Connection connection = database.connect()) {
            if (column(connection, "SELECT success FROM history").equals(List.of("1"))) {
                return counter(database);
            }
        }
        try {
            run(database, new CutOff(database, 0, false), Scripts.script(script.statements()), Optional.empty());
        } catch (ToolException e) {
            assertTrue(e.hint().contains("--resolve") || e.hint().contains("again in front of"), e.hint());
            return "stop: " + e.getMessage();
        } catch (SQLException e) {
            return e.toString();
        }
        return counter(database);
    }

    @Test
    void whatAScriptsOwnTransactionCannotTakeBackIsAskedFor() throws Exception {
        for (Answer answer : Answer.values()) {
            try (Database database = newDatabase();
                    Connection connection = database.connect()) {
                execute(connection, "CREATE TABLE plain (n INT) ENGINE=MyISAM");
                Script script = Scripts.script(
                        "UPDATE counter SET a = a + 1",
                        "START TRANSACTION",
                        "UPDATE counter SET b = b + 1",
                        "INSERT INTO plain VALUES (1)",
                        "INSERT INTO missing VALUES (1)",
                        "COMMIT");
                assertThrows(ToolException.class, () -> run(database, script, Optional.empty()));
                execute(connection, "CREATE TABLE missing (n INT)");
                ToolException stop = assertThrows(ToolException.class, () -> run(database, script, Optional.empty()));
                assertEquals(
                        "statement 4 of 6 (line 4) of V1__test.sql was run in a transaction that was taken back, and neither"
                                + " the journal nor the catalogue can tell whether it took effect",
                        stop.getMessage());
                ScriptOutcome outcome = run(database, script, Optional.of(answer));
                assertEquals(2, outcome.resumedAt());
                assertEquals(answer == Answer.DONE ? 4 : 5, outcome.executed());
                assertEquals(
                        answer == Answer.DONE ? List.of("1") : List.of("1", "1"),
                        column(connection, "SELECT n FROM plain"));
                assertEquals("1,1,0", counter(database));
            }
        }
    }

    @Test
    void anAnswerThatNobodyAskedForBeginsNothing() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            ToolException refused = assertThrows(
                    ToolException.class,
                    () -> run(database, Scripts.script("UPDATE counter SET a = 1"), Optional.of(Answer.DONE)));
            assertEquals("no statement waits for --resolve", refused.getMessage());
            assertEquals(List.of(), column(connection, "SELECT success FROM history"));
            assertEquals("0,0,0", counter(database));
        }
    }

    @Test
    void aPreparedStatementThatWentWithItsSessionDoesNotSpoilTheEnd() throws Exception {
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            Script script = Scripts.script(
                    "PREPARE s FROM 'UPDATE counter SET a = a + 1'", "EXECUTE s", "INSERT INTO missing VALUES (1)");
            assertThrows(ToolException.class, () -> run(database, script, Optional.empty()));
            execute(connection, "CREATE TABLE missing (n INT)");
            assertEquals(1, run(database, script, Optional.empty()).executed());
            assertEquals("1,0,0", counter(database));
        }
    }

    @Test
    void aMessageIsReadableWhateverCharacterSetTheScriptHasSet() throws Exception {
        try (Database database = newDatabase()) {
            String name = "größe";
            ToolException failed = assertThrows(
                    ToolException.class,
                    () -> run(
                            database,
                            Scripts.script(
                                    "SET character_set_results = latin1",
                                    "INSERT INTO " + name + " VALUES (1)",
                                    "SET NAMES utf8mb4"),
                            Optional.empty()));
            assertTrue(failed.getMessage().endsWith("." + name + "' doesn't exist"), failed.getMessage());
        }
    }

    @Test
    void aMessageIsThatOfTheStatementThoughItsTableIsLookedForInAnotherDatabase() throws Exception {
        try (Database database = newDatabase();
                Database other = newDatabase()) {
            String create = "CREATE TEMPORARY TABLE " + other.name() + ".kept (n INT)";
            ToolException failed = assertThrows(
                    ToolException.class,
                    () -> run(
                            database,
                            Scripts.script("SET NAMES latin1", create, create, "SET NAMES utf8mb4"),
                            Optional.empty()));
            assertTrue(failed.getMessage().endsWith("[42S01/1050] Table 'kept' already exists"), failed.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatCannotEndWellIsRefusedBeforeAnythingRuns(String statement, String fault) {
        ToolException refused = assertThrows(
                ToolException.class, () -> Preflight.check(Scripts.script("CREATE TABLE a (n INT)", statement)));
        assertEquals("V1__test.sql: statement 2 (line 2) " + fault, refused.getMessage());
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("FLUSH TABLES WITH READ LOCK", "locks the whole server"),
                Arguments.of(
                        "DO RELEASE_ALL_LOCKS()",
                        "releases the lock that keeps other runs out: name the locks with RELEASE_LOCK"),
                Arguments.of(
                        "SET @old = 1, SESSION completion_type = 'CHAIN'",
                        "changes what COMMIT does: write COMMIT AND CHAIN where the next transaction begins at once"),
                Arguments.of(
                        "SET @@completion_type = 2",
                        "changes what COMMIT does: write COMMIT AND CHAIN where the next transaction begins at once"),
                Arguments.of(
                        "COMMIT RELEASE",
                        "ends the connection, and what is behind it could not run: leave RELEASE out"),
                Arguments.of(
                        "ROLLBACK WORK AND NO CHAIN RELEASE",
                        "ends the connection, and what is behind it could not run: leave RELEASE out"),
                Arguments.of(
                        "HANDLER t OPEN AS h", "reads a table that is open in its session alone: read it with SELECT"),
                Arguments.of("XA START 'x'", "is part of a distributed transaction"),
                Arguments.of(
                        "START TRANSACTION READ ONLY",
                        "begins a transaction that must not write, and the journal is written in it"));
    }

    private static Database newDatabase() throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        try (Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE counter (a INT, b INT, c INT) ENGINE=InnoDB");
            execute(connection, "INSERT INTO counter VALUES (0, 0, 0)");
            Scripts.history(connection, database.name());
        }
        return database;
    }

    private static String counter(Database database) throws SQLException {
        return column(database, "SELECT CONCAT_WS(',', a, b, c) FROM counter").get(0);
    }

    private static ScriptOutcome run(Database database, Script script, Optional<Answer> answer) throws SQLException {
        return run(database, new CutOff(database, 0, false), script, answer);
    }

    private static ScriptOutcome run(Database database, CutOff connections, Script script, Optional<Answer> answer)
            throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        try (LockedDatabase held = LockedDatabase.open(
                connections.source(),
                database.name(),
                "lock of " + database.name(),
                Duration.ofSeconds(10),
                connection -> {})) {
            return new ScriptRunner(held)
                    .run(script, history, answer, (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }
}
