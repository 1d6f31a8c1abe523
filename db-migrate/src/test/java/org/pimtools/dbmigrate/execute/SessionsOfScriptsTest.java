package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/**
 * What a statement means depends on its session: the database, the role, the clock and the next transaction. Cut off at every round
 * trip.
 */
@Tag("slow")
class SessionsOfScriptsTest {
    private static final int CUTS_EACH = Integer.getInteger("pim.cuts.step", 6);
    private static final String TRACE = "SELECT n FROM trace ORDER BY n";

    /** What a test needs beside its database. */
    private interface Setting {
        /** @return what is closed before the database is dropped */
        AutoCloseable of(Database database) throws SQLException;
    }

    private static final Setting NOTHING = database -> () -> {};

    @Test
    void aProcedureIsThatOfTheDatabaseInUse() throws Exception {
        try (Database other = MariaDbServer.shared().createDatabase()) {
            execute(other, "CREATE TABLE log (n INT) ENGINE=MyISAM");
            execute(other, "CREATE PROCEDURE p() INSERT INTO log VALUES (1)");
            // begun, called and done are three round trips
            List<String> ends = ends(
                    2,
                    List.of("CREATE PROCEDURE p() INSERT INTO trace VALUES (1)"),
                    database -> {
                        execute(other, "TRUNCATE log");
                        return () -> {};
                    },
                    "SELECT COUNT(*) FROM " + other.name() + ".log",
                    "USE " + other.name(),
                    "CALL p()");
            assertTrue(ends.stream().allMatch(end -> end.equals("[1]") || end.equals("asks")), ends.toString());
            assertTrue(ends.contains("asks"), ends.toString());
        }
    }

    @Test
    void whatIsSetOfTheNextTransactionIsSetAgain() throws Exception {
        String isolation = "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED";
        // only who reads what is not committed sees the row
        String count = "SELECT COUNT(*) INTO @n FROM seen";
        String insert = "INSERT INTO trace VALUES (@n)";
        for (List<String> statements : List.of(
                List.of(isolation, count, insert),
                List.of(isolation, "START TRANSACTION", count, insert, "COMMIT"),
                List.of("SET autocommit = 0", "COMMIT", isolation, count, insert, "COMMIT"))) {
            List<String> ends = ends(
                    List.of("CREATE TABLE seen (n INT) ENGINE=InnoDB"),
                    database -> {
                        Connection writer = database.connect();
                        execute(writer, "START TRANSACTION");
                        execute(writer, "INSERT INTO seen VALUES (1)");
                        return writer;
                    },
                    TRACE,
                    statements.toArray(String[]::new));
            assertEquals(List.of("[1]"), ends.stream().distinct().toList(), statements.toString());
        }
    }

    @Test
    void aClockThatRunsAgainRunsAfterACut() throws Exception {
        List<String> ends = ends(
                List.of(),
                NOTHING,
                TRACE,
                "SET timestamp = 86400",
                "INSERT INTO trace VALUES (YEAR(NOW()))",
                "CREATE TABLE first_pause (n INT)",
                "SET timestamp = DEFAULT",
                "INSERT INTO trace VALUES (YEAR(NOW()) > 2000)",
                "CREATE TABLE second_pause (n INT)",
                "INSERT INTO trace VALUES (2 + (YEAR(NOW()) > 2000))");
        assertEquals(List.of("[1, 3, 1970]"), ends.stream().distinct().toList());
    }

    @Test
    void aRoleIsTakenAgain() throws Exception {
        try (Connection admin = MariaDbServer.shared().connect()) {
            execute(admin, "CREATE OR REPLACE ROLE script_role");
            execute(admin, "GRANT SELECT ON *.* TO script_role");
            List<String> ends = ends(
                    List.of(),
                    NOTHING,
                    TRACE,
                    "SET ROLE script_role",
                    "INSERT INTO trace VALUES (CURRENT_ROLE() = 'script_role')",
                    "CREATE TABLE pause (n INT)",
                    "INSERT INTO trace VALUES (1 + (CURRENT_ROLE() = 'script_role'))",
                    "SET ROLE NONE",
                    "CREATE TABLE other_pause (n INT)",
                    "INSERT INTO trace VALUES (3 + (CURRENT_ROLE() IS NULL))");
            assertEquals(List.of("[1, 2, 4]"), ends.stream().distinct().toList());
            execute(admin, "DROP ROLE script_role");
        }
    }

    @Test
    void aRoleThatARoutineTakesIsTakenAgain() throws Exception {
        try (Connection admin = MariaDbServer.shared().connect()) {
            execute(admin, "CREATE OR REPLACE ROLE routine_role");
            execute(admin, "GRANT ALL ON *.* TO routine_role");
            List<String> ends = ends(
                    2,
                    List.of("CREATE PROCEDURE p() SQL SECURITY INVOKER SET ROLE routine_role"),
                    NOTHING,
                    TRACE,
                    "CALL p()",
                    "CREATE TABLE pause (n INT)",
                    "INSERT INTO trace VALUES (COALESCE(CURRENT_ROLE() = 'routine_role', 0))");
            assertTrue(ends.stream().allMatch(end -> end.equals("[1]") || end.equals("asks")), ends.toString());
            assertTrue(ends.contains("[1]"), ends.toString());
            execute(admin, "DROP ROLE routine_role");
        }
    }

    @Test
    void aTransactionThatACommitBeginsIsBegunAgain() throws Exception {
        List<String> ends = ends(
                2,
                List.of(),
                NOTHING,
                TRACE,
                "START TRANSACTION",
                "INSERT INTO trace VALUES (1)",
                "COMMIT AND CHAIN",
                "INSERT INTO trace VALUES (2)",
                "ROLLBACK AND CHAIN",
                "INSERT INTO trace VALUES (3)",
                "COMMIT WORK AND CHAIN",
                "INSERT INTO trace VALUES (4)",
                "ROLLBACK",
                "INSERT INTO trace VALUES (5)");
        assertEquals(List.of("[1, 3, 5]"), ends.stream().distinct().toList());
    }

    /** What writes the server's accounts or fills a cache of keys commits what is open, as a definition does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET DEFAULT ROLE committing_role FOR committing_user",
                "SET PASSWORD FOR committing_user = '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'",
                "LOAD INDEX INTO CACHE plain",
                "CACHE INDEX plain IN default",
                "CALL p()",
            })
    void whatCommitsWithoutBeingAskedToIsNotDoneTwice(String statement) throws Exception {
        try (Connection admin = MariaDbServer.shared().connect()) {
            execute(admin, "CREATE OR REPLACE ROLE committing_role");
            execute(admin, "CREATE OR REPLACE USER committing_user");
            execute(admin, "GRANT committing_role TO committing_user");
            List<String> ends = ends(
                    3,
                    List.of(
                            "CREATE TABLE plain (n INT, KEY (n)) ENGINE=MyISAM",
                            "CREATE PROCEDURE p() SET DEFAULT ROLE committing_role FOR committing_user"),
                    NOTHING,
                    TRACE,
                    "INSERT INTO trace VALUES (1)",
                    statement,
                    "START TRANSACTION",
                    "INSERT INTO trace VALUES (2)",
                    statement,
                    "INSERT INTO trace VALUES (3)",
                    "ROLLBACK",
                    "INSERT INTO trace VALUES (4)");
            String all = statement.startsWith("CALL") ? "[1, 2, 3, 4]|asks" : "[1, 2, 3, 4]";
            assertEquals(
                    List.of(),
                    ends.stream()
                            .distinct()
                            .filter(end -> !List.of(all.split("\\|")).contains(end))
                            .toList());
            execute(admin, "DROP ROLE committing_role");
            execute(admin, "DROP USER committing_user");
        }
    }

    @Test
    void numbersOfAFunctionThatSetCallsHaveNoGap() throws Exception {
        List<String> ends = ends(
                List.of(
                        "CREATE TABLE side (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB",
                        "CREATE FUNCTION book() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO side VALUES (NULL);"
                                + " RETURN 1; END"),
                NOTHING,
                "SELECT id FROM side",
                "SET @a = book()",
                "INSERT INTO trace VALUES (1)");
        assertEquals(List.of("[1]"), ends.stream().distinct().toList());
    }

    /** What the query gives behind a cut at each round trip and a resume; "asks" where the run asks the operator. */
    private static List<String> ends(List<String> before, Setting setting, String query, String... statements)
            throws Exception {
        return ends(CUTS_EACH, before, setting, query, statements);
    }

    /** @param step every so many round trips one cut */
    private static List<String> ends(int step, List<String> before, Setting setting, String query, String... statements)
            throws Exception {
        Script script = Scripts.script(statements);
        List<String> ends = new ArrayList<>();
        for (int at = 1; ; at += step) {
            CutOff cut = null;
            for (boolean after : List.of(false, true)) {
                try (Database database = MariaDbServer.shared().createDatabase()) {
                    execute(database, "CREATE TABLE trace (n INT) ENGINE=InnoDB");
                    for (String statement : before) {
                        execute(database, statement);
                    }
                    cut = new CutOff(database, at, after);
                    AutoCloseable held = setting.of(database);
                    try {
                        ends.add(end(database, cut, script, query));
                    } finally {
                        held.close();
                    }
                }
            }
            if (!cut.wasCut()) {
                return ends;
            }
        }
    }

    private static String end(Database database, CutOff cut, Script script, String query) throws SQLException {
        try {
            run(database, cut, script);
        } catch (ToolException | SQLException e) {
            assertTrue(cut.wasCut(), e.toString());
            try {
                if (!column(database, "SELECT success FROM history").equals(List.of("1"))) {
                    run(database, new CutOff(database, 0, false), script);
                }
            } catch (ToolException stop) {
                return stop.hint().contains("--resolve") ? "asks" : stop.getMessage();
            }
        }
        return column(database, query).toString();
    }

    private static void run(Database database, CutOff connections, Script script) throws SQLException {
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
            new ScriptRunner(held)
                    .run(script, history, Optional.empty(), (any, n, warning) -> {}, () -> {}, done -> {});
        }
    }
}
