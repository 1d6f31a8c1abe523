package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** What the session of a statement is missing behind one that the operator has answered for. */
@Tag("slow")
class AnsweredStatementsTest {
    private static final String NUMBERED = "INSERT INTO m (a) VALUES (5)";

    @Test
    void theNumberOfARowIsNotTakenForAnother() throws Exception {
        try (Database database = newDatabase()) {
            Script script = Scripts.script(NUMBERED, "UPDATE m SET a = 6", "INSERT INTO t VALUES (LAST_INSERT_ID())");
            cutOffBehindTheFirst(database, script);

            ToolException stopped = assertThrows(ToolException.class, () -> answer(database, script));

            assertTrue(stopped.getMessage().startsWith("statement 3 of 3"), stopped.getMessage());
            assertTrue(stopped.getMessage().contains("LAST_INSERT_ID()"), stopped.getMessage());
            assertEquals(List.of(), column(database, "SELECT n FROM t"));

            answer(database, Scripts.script(NUMBERED, "UPDATE m SET a = 6", "INSERT INTO t VALUES (41)"));
            assertEquals(List.of("41"), column(database, "SELECT n FROM t"));
            assertEquals(List.of("41 6"), column(database, "SELECT CONCAT_WS(' ', id, a) FROM m"));
        }
    }

    @Test
    void theNumberOfARowBehindItIsNone() throws Exception {
        try (Database database = newDatabase()) {
            Script script = Scripts.script(
                    NUMBERED, "INSERT INTO b (a) VALUES (1)", "INSERT INTO t VALUES (100 + LAST_INSERT_ID())");
            cutOffBehindTheFirst(database, script);

            answer(database, script);

            assertEquals(List.of("107"), column(database, "SELECT n FROM t"));
        }
    }

    @Test
    void theValueOfAVariableIsNotTakenForNothing() throws Exception {
        try (Database database = newDatabase()) {
            execute(
                    database,
                    "CREATE PROCEDURE p(OUT o INT) BEGIN INSERT INTO m (a) VALUES (5); SELECT MAX(id) INTO o FROM m; END");
            Script script = Scripts.script("CALL p(@o)", "UPDATE m SET a = 6", "INSERT INTO t VALUES (@o)");
            cutOffBehindTheFirst(database, script);

            ToolException stopped = assertThrows(ToolException.class, () -> answer(database, script));

            assertTrue(stopped.getMessage().startsWith("statement 3 of 3"), stopped.getMessage());
            assertTrue(stopped.getMessage().contains(" uses @o, "), stopped.getMessage());
            assertEquals(List.of(), column(database, "SELECT n FROM t"));

            answer(
                    database,
                    Scripts.script("CALL p(@o)", "UPDATE m SET a = 6", "SET @o = 41", "INSERT INTO t VALUES (@o)"));
            assertEquals(List.of("41"), column(database, "SELECT n FROM t"));
            assertEquals(List.of("41 6"), column(database, "SELECT CONCAT_WS(' ', id, a) FROM m"));
        }
    }

    @Test
    void aVariableThatIsSetBehindItIsNone() throws Exception {
        try (Database database = newDatabase()) {
            Script script = Scripts.script(NUMBERED, "SET @o := 3", "INSERT INTO t VALUES (@o)");
            cutOffBehindTheFirst(database, script);

            answer(database, script);

            assertEquals(List.of("3"), column(database, "SELECT n FROM t"));
        }
    }

    /** At the first round trip behind which the statement took effect; where it only was begun, it is to be repeated. */
    private static void cutOffBehindTheFirst(Database database, Script script) throws SQLException {
        for (int at = 1; column(database, "SELECT id FROM m").isEmpty(); at++) {
            if (!isCutOff(database, at, script, Optional.empty())) {
                assertTrue(isCutOff(database, at, script, Optional.of(Answer.REPEAT)), "it came to its end");
            }
        }
    }

    private static boolean isCutOff(Database database, int at, Script script, Optional<Answer> answer)
            throws SQLException {
        CutOff cut = new CutOff(database, at, true);
        try {
            run(database, cut, script, answer);
            return false;
        } catch (ToolException | SQLException e) {
            return cut.wasCut();
        }
    }

    private static void answer(Database database, Script script) throws SQLException {
        run(database, new CutOff(database, 0, false), script, Optional.of(Answer.DONE));
    }

    private static Database newDatabase() throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        execute(database, "CREATE TABLE t (n INT) ENGINE=InnoDB");
        execute(database, "CREATE TABLE m (id INT AUTO_INCREMENT PRIMARY KEY, a INT) ENGINE=MyISAM AUTO_INCREMENT=41");
        execute(database, "CREATE TABLE b (id INT AUTO_INCREMENT PRIMARY KEY, a INT) ENGINE=InnoDB AUTO_INCREMENT=7");
        return database;
    }

    private static void run(Database database, CutOff connections, Script script, Optional<Answer> answer)
            throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        try (LockedDatabase held = LockedDatabase.open(
                connections.source(),
                database.name(),
                "lock of " + database.name(),
                Duration.ofSeconds(20),
                connection -> {})) {
            new ScriptRunner(held).run(script, history, answer, (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }
}
