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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** Statements that are sent before the one in front of them is answered do what they do when each one waits for it. */
@Tag("slow")
class InsertsTogetherTest {
    private static final int ROWS = 250;
    private static final int WRONG = 150;

    private final Map<Integer, Integer> warnings = new TreeMap<>();

    @Test
    void theOneThatFailsIsNamedAndNothingBehindItIsDone() throws Exception {
        try (Database database = newDatabase()) {
            List<String> statements = new ArrayList<>(inserts());
            statements.set(WRONG - 1, "INSERT INTO t (n) VALUES (1)");
            ToolException failed = assertThrows(ToolException.class, () -> run(database, statements));
            assertTrue(failed.getMessage().contains("statement " + WRONG), failed.getMessage());
            assertTrue(failed.getMessage().contains("1062"), failed.getMessage());
            assertEquals(List.of("149 149"), counted(database));
            statements.set(WRONG - 1, "INSERT INTO t (n) VALUES (" + WRONG + ")");
            ScriptOutcome outcome = run(database, statements);
            assertEquals(WRONG, outcome.resumedAt());
            assertEquals(ROWS - WRONG + 1, outcome.executed());
            // as with any client, the one that failed took a number
            assertEquals(List.of("250 251"), counted(database));
        }
    }

    @Test
    void whatTheServerWarnsOfIsThatOfTheStatement() throws Exception {
        try (Database database = newDatabase()) {
            List<String> statements = new ArrayList<>(inserts());
            statements.set(56, "INSERT IGNORE INTO t (n) VALUES (1)");
            statements.set(WRONG, "INSERT IGNORE INTO t (n) VALUES (1), (2)");
            run(database, statements);
            assertEquals(Map.of(57, 1, WRONG + 1, 2), warnings);
        }
    }

    @Test
    void whatAsksForTheOneBeforeItIsAnswered() throws Exception {
        List<String> statements = new ArrayList<>(inserts());
        statements.add(20, "INSERT INTO t (n) VALUES (-1), (-2), (-3)");
        statements.add(21, "INSERT INTO t (n) SELECT -100 - ROW_COUNT()");
        statements.add(40, "INSERT INTO t (n) SELECT -200 - CAST(LAST_INSERT_ID() AS SIGNED)");
        String rows = "SELECT CONCAT_WS(' ', id, n) FROM t ORDER BY id";
        List<String> expected;
        try (Database database = newDatabase();
                Connection connection = database.connect()) {
            for (String sql : statements) {
                execute(connection, sql);
            }
            expected = column(database, rows);
        }
        try (Database database = newDatabase()) {
            run(database, statements);
            assertEquals(expected, column(database, rows));
        }
    }

    private static List<String> inserts() {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(n -> "INSERT INTO t (n) VALUES (" + n + ")")
                .toList();
    }

    /** How many rows there are, and the last one's number. */
    private static List<String> counted(Database database) throws SQLException {
        return column(database, "SELECT CONCAT_WS(' ', COUNT(*), MAX(id)) FROM t");
    }

    private static Database newDatabase() throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        execute(database, "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, n INT UNIQUE) ENGINE=InnoDB");
        return database;
    }

    private ScriptOutcome run(Database database, List<String> statements) throws SQLException {
        HistoryMark history;
        try (Connection connection = database.connect()) {
            history = Scripts.history(connection, database.name());
        }
        try (LockedDatabase held = LockedDatabase.open(
                new CutOff(database, 0, false).source(),
                database.name(),
                "lock of " + database.name(),
                Duration.ofSeconds(20),
                connection -> {})) {
            return new ScriptRunner(held)
                    .run(
                            Scripts.script(statements),
                            history,
                            Optional.empty(),
                            (script, number, first) -> {
                                for (var warning = first; warning != null; warning = warning.getNextWarning()) {
                                    warnings.merge(number, 1, Integer::sum);
                                }
                            },
                            () -> {},
                            done -> {});
        }
    }
}
