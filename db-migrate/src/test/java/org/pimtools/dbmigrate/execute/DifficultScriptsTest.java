package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.execute.Scripts.column;
import static org.pimtools.dbmigrate.execute.Scripts.execute;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/**
 * Scripts whose statements depend on their session, on the server's settings, on what they call and on what the account may see: cut
 * off anywhere, they end as the server alone ends them, or ask.
 */
@Tag("slow")
class DifficultScriptsTest {
    /** Every so many round trips one cut; 1 tries them all. */
    private static final int CUTS_EACH = Integer.getInteger("pim.cuts.step", 14);

    /** Round trips before the first one of a script. */
    private static final int OPENING = 25;

    /**
     * @param mayAsk whether a stop that asks the operator is right
     * @param cutsEach every so many round trips one cut
     */
    record Case(String name, boolean mayAsk, int cutsEach, List<String> before, List<String> statements) {
        @Override
        public String toString() {
            return name;
        }

        /** The same cut off at every round trip: what goes wrong at only one of them would be missed. */
        Case everywhere() {
            return new Case(name, mayAsk, 1, before, statements);
        }
    }

    private static Case resumes(String name, List<String> before, String... statements) {
        return new Case(name, false, CUTS_EACH, before, List.of(statements));
    }

    private static Case mayAsk(String name, List<String> before, String... statements) {
        return new Case(name, true, CUTS_EACH, before, List.of(statements));
    }

    static Stream<Case> cases() {
        String book =
                "CREATE FUNCTION book() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO trace VALUES (77); RETURN 1; END";
        return Stream.of(
                resumes(
                        "a definition under ANSI while its table is locked",
                        List.of("CREATE TABLE t (a INT)"),
                        "SET sql_mode='ANSI'",
                        "LOCK TABLES t WRITE",
                        "ALTER TABLE t ADD COLUMN c INT",
                        "UNLOCK TABLES"),
                resumes(
                        "a definition in another time zone without quotes",
                        List.of("CREATE TABLE t (a INT, w TIMESTAMP NOT NULL DEFAULT '2020-01-01 10:00:00')"),
                        "SET time_zone='+05:00', sql_quote_show_create=0, sql_mode='NO_BACKSLASH_ESCAPES'",
                        "ALTER TABLE t ADD COLUMN c INT",
                        "INSERT INTO trace SELECT COUNT(*) FROM t"),
                resumes(
                        "a function that writes, called by SET",
                        List.of(book),
                        "SET @id = book()",
                        "INSERT INTO trace VALUES (@id)"),
                resumes(
                        "a function that writes, called by EXPLAIN and SHOW",
                        List.of(book),
                        "SHOW VARIABLES WHERE variable_name = 'port' AND book() = 1"),
                mayAsk(
                                "a sequence that SET and SELECT INTO ask",
                                List.of("CREATE SEQUENCE s NOCACHE"),
                                "SET @a = NEXT VALUE FOR s",
                                "INSERT INTO trace VALUES (@a)",
                                "SELECT NEXT VALUE FOR s INTO @b",
                                "SET @c = NEXTVAL(s)",
                                "INSERT INTO trace VALUES (@b), (@c)")
                        .everywhere(),
                mayAsk(
                                "texts of a trigger and a procedure in which a backslash is a backslash",
                                List.of(
                                        "CREATE TABLE plain (n INT) ENGINE=MyISAM",
                                        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
                                        "CREATE PROCEDURE p() BEGIN DECLARE x TEXT DEFAULT '\\'; INSERT INTO plain VALUES (1);"
                                                + " SET x = '\\'; END",
                                        "CREATE TRIGGER g AFTER INSERT ON trace FOR EACH ROW BEGIN DECLARE x TEXT DEFAULT '\\';"
                                                + " INSERT INTO plain VALUES (NEW.n); SET x = '\\'; END"),
                                "INSERT INTO trace VALUES (5)",
                                "CALL p()")
                        .everywhere(),
                resumes(
                                "a table whose name is not ASCII, locked while answers are in another character set",
                                List.of("CREATE TABLE `größe` (a INT COMMENT 'ä')"),
                                "SET character_set_results = latin1",
                                "LOCK TABLES `größe` WRITE",
                                "ALTER TABLE `größe` ADD COLUMN c INT",
                                "UNLOCK TABLES")
                        .everywhere(),
                resumes(
                                "a table that is dropped while it is locked",
                                List.of("CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)"),
                                "LOCK TABLES t WRITE, trace WRITE, u AS x READ",
                                "INSERT INTO trace VALUES (1)",
                                "DROP TABLE t",
                                "INSERT INTO trace SELECT COUNT(*) + 2 FROM u AS x",
                                "UNLOCK TABLES")
                        .everywhere(),
                resumes(
                                "variables that only routines name",
                                List.of(
                                        "CREATE PROCEDURE p() BEGIN SET @hidden = 5, SESSION div_precision_increment = 9; END",
                                        "CREATE FUNCTION f() RETURNS INT RETURN @hidden + @@div_precision_increment"),
                                "CALL p()",
                                "CREATE TABLE between_them (a INT)",
                                "INSERT INTO trace VALUES (f())")
                        .everywhere(),
                resumes(
                                "variables that only a trigger names, behind a row that has none",
                                List.of(
                                        "CREATE TABLE t (a INT)",
                                        "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SET @sum = COALESCE(@sum, 0) + NEW.a",
                                        "CREATE FUNCTION f() RETURNS INT RETURN @sum"),
                                "INSERT INTO trace VALUES (1)",
                                "INSERT INTO t VALUES (2)",
                                "CREATE TABLE between_them (a INT)",
                                "INSERT INTO t VALUES (3)",
                                "INSERT INTO trace VALUES (f())")
                        .everywhere(),
                resumes(
                        "a number of the connection as logs of the server give it",
                        List.of(),
                        "SET pseudo_thread_id = 5",
                        "INSERT INTO trace SELECT CONNECTION_ID()"),
                resumes(
                                "a table with a comment that is not ASCII, locked in another character set",
                                List.of("CREATE TABLE t (a INT COMMENT 'ä')"),
                                "SET NAMES latin1",
                                "LOCK TABLES t WRITE",
                                "ALTER TABLE t ADD COLUMN c INT",
                                "UNLOCK TABLES")
                        .everywhere(),
                mayAsk(
                        "a function that writes, called for a temporary table",
                        List.of(book),
                        "CREATE TEMPORARY TABLE made AS SELECT book() AS b",
                        "INSERT INTO trace VALUES (5)"),
                resumes(
                        "what every dump holds",
                        List.of(),
                        "CREATE TABLE t (a INT)",
                        "LOCK TABLES t WRITE",
                        "/*!40000 ALTER TABLE t DISABLE KEYS */",
                        "INSERT INTO t VALUES (1)",
                        "INSERT INTO t VALUES (2)",
                        "/*!40000 ALTER TABLE t ENABLE KEYS */",
                        "UNLOCK TABLES",
                        "INSERT INTO trace SELECT COUNT(*) FROM t"),
                resumes(
                        "what a dump of a new version holds",
                        List.of("CREATE TABLE t (a INT)"),
                        "/*!40000 LOCK TABLES `t` WRITE */",
                        "set autocommit=0",
                        "INSERT INTO t VALUES (1)",
                        "INSERT INTO t VALUES (2)",
                        "UNLOCK TABLES",
                        "commit",
                        "set autocommit=1"),
                mayAsk(
                        "an event that is over at once",
                        List.of(),
                        "CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 DAY DO INSERT INTO trace VALUES (9)",
                        "INSERT INTO trace VALUES (1)"),
                resumes(
                        "the isolation of one transaction",
                        List.of(),
                        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                        "INSERT INTO trace VALUES (1)",
                        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                        "START TRANSACTION",
                        "INSERT INTO trace VALUES (2)",
                        "COMMIT"),
                resumes(
                        "tables with foreign keys get other names",
                        List.of(
                                "CREATE TABLE p (id INT PRIMARY KEY)",
                                "CREATE TABLE c (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES p (id))"),
                        "RENAME TABLE c TO child, p TO parent",
                        "INSERT INTO parent VALUES (1)",
                        "INSERT INTO child VALUES (1, 1)"),
                mayAsk(
                                "columns that take each other's names",
                                List.of("CREATE TABLE t (a INT, b INT)", "INSERT INTO t VALUES (1, 2)"),
                                "ALTER TABLE t WAIT 5 CHANGE a b INT, CHANGE COLUMN b a INT FIRST",
                                "INSERT INTO trace SELECT a FROM t",
                                "ALTER TABLE t WAIT 5 DROP COLUMN a, CHANGE b a INT, ADD COLUMN IF NOT EXISTS b INT",
                                "INSERT INTO trace SELECT a + 10 FROM t")
                        .everywhere(),
                resumes(
                                "an event gets another name",
                                List.of(
                                        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01' DO DELETE FROM trace"),
                                "ALTER EVENT e RENAME TO f",
                                "ALTER EVENT f DISABLE",
                                "DROP EVENT f",
                                "INSERT INTO trace VALUES (1)")
                        .everywhere(),
                resumes(
                        "numbered rows",
                        List.of("CREATE TABLE n (id INT AUTO_INCREMENT PRIMARY KEY, v INT)"),
                        "INSERT INTO n (v) VALUES (1)",
                        "INSERT INTO n (v) VALUES (2), (3)",
                        "INSERT INTO trace VALUES (LAST_INSERT_ID())",
                        "START TRANSACTION",
                        "INSERT INTO n (v) VALUES (4)",
                        "COMMIT",
                        "INSERT INTO n (v) VALUES (5)",
                        "INSERT INTO trace SELECT MAX(id) FROM n"),
                resumes(
                        "a clock that was stopped and runs again",
                        List.of(),
                        "SET timestamp = 86400",
                        "INSERT INTO trace SELECT YEAR(NOW())",
                        "SET timestamp = DEFAULT",
                        "INSERT INTO trace SELECT YEAR(NOW()) > 2000",
                        "SET system_versioning_asof = DEFAULT",
                        "INSERT INTO trace SELECT NOW() = SYSDATE() OR NOW() < SYSDATE()"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsAsTheServerAloneEndsIt(Case script) throws Exception {
        String expected;
        try (Database database = newDatabase(script.before());
                Connection alone = database.connect()) {
            for (String statement : script.statements()) {
                execute(alone, statement);
            }
            expected = state(database);
        }
        int roundTrips;
        try (Database database = newDatabase(script.before())) {
            CutOff none = new CutOff(database, 0, false);
            run(database, none.source(), Scripts.script(script.statements()), Optional.empty());
            assertEquals(expected, state(database));
            roundTrips = none.roundTrips();
        }
        List<String> wrong = new ArrayList<>();
        for (int at = OPENING; at <= roundTrips; at += script.cutsEach()) {
            for (boolean after : List.of(false, true)) {
                try (Database database = newDatabase(script.before())) {
                    String end = end(database, new CutOff(database, at, after), script);
                    if (!end.equals(expected) && !(script.mayAsk() && end.startsWith("asks: "))) {
                        wrong.add(at + (after ? " after: " : " before: ") + end);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "of " + roundTrips + " round trips; expected " + expected);
    }

    private static String end(Database database, CutOff cut, Case script) throws SQLException {
        Script statements = Scripts.script(script.statements());
        try {
            run(database, cut.source(), statements, Optional.empty());
        } catch (ToolException | SQLException e) {
            // it was cut off
        }
        assertTrue(cut.wasCut(), "not cut off");
        if (column(database, "SELECT success FROM history").equals(List.of("1"))) {
            return state(database);
        }
        try {
            run(database, new CutOff(database, 0, false).source(), statements, Optional.empty());
            return state(database);
        } catch (ToolException e) {
            return "asks: " + e.getMessage();
        } catch (SQLException e) {
            return e.toString();
        }
    }

    @Test
    void aServersLimitOfRowsHidesNothingOfTheJournal() throws Exception {
        try (Database database = newDatabase(List.of())) {
            List<String> inserts = new ArrayList<>();
            IntStream.rangeClosed(1, 30).forEach(n -> inserts.add("INSERT INTO trace VALUES (" + n + ")"));
            inserts.add("INSERT INTO missing VALUES (1)");
            Script script = Scripts.script(inserts);
            DataSource limited = with(database, "sql_select_limit=10");
            assertThrows(ToolException.class, () -> run(database, limited, script, Optional.empty()));
            execute(database, "CREATE TABLE missing (n INT)");
            assertEquals(31, run(database, limited, script, Optional.empty()).resumedAt());
            assertEquals(List.of("30"), column(database, "SELECT COUNT(*) FROM trace"));
        }
    }

    @Test
    void aBeatOfTheLeaseDoesNotSpoilATransactionThatHasReadBefore() throws Exception {
        try (Database database = newDatabase(List.of())) {
            if (!hasSnapshotIsolation(database)) {
                return;
            }
            try (LockedDatabase held = open(database, new CutOff(database, 0, false).source())) {
                Script script = Scripts.script(
                        "SET innodb_snapshot_isolation = ON",
                        "START TRANSACTION",
                        "INSERT INTO trace SELECT COUNT(*) FROM trace",
                        "INSERT INTO trace VALUES (2)",
                        "COMMIT");
                HistoryMark history = history(database);
                new ScriptRunner(held)
                        .run(script, history, Optional.empty(), (any, n, warning) -> {}, () -> {}, done -> held.beat());
            }
            assertEquals(List.of("0", "2"), column(database, "SELECT n FROM trace ORDER BY n"));
        }
    }

    /** As servers from 11.6.2 on are set; nothing of the script is journalled before its first transaction begins. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "START TRANSACTION; SELECT n FROM trace; INSERT INTO trace VALUES (0), (2); COMMIT",
                "SET autocommit = 0; SELECT n FROM trace; INSERT INTO trace VALUES (0), (2); COMMIT",
                "START TRANSACTION; SELECT n FROM trace; INSERT INTO trace VALUES (0);"
                        + " EXECUTE IMMEDIATE 'CREATE TABLE made (n INT)'; INSERT INTO trace VALUES (2); COMMIT",
                "START TRANSACTION WITH CONSISTENT SNAPSHOT; INSERT INTO trace VALUES (0), (2)"
            })
    void aTransactionThatComesFirstMayChangeWhatItSees(String statements) throws Exception {
        try (Database database = newDatabase(List.of())) {
            if (!hasSnapshotIsolation(database)) {
                return;
            }
            Script script = Scripts.script(statements.split("; "));
            run(database, with(database, "innodb_snapshot_isolation=ON"), script, Optional.empty());
            assertEquals(List.of("0", "2"), column(database, "SELECT n FROM trace ORDER BY n"));
        }
    }

    private static boolean hasSnapshotIsolation(Database database) throws SQLException {
        return !column(
                        database,
                        "SELECT 1 FROM information_schema.system_variables WHERE variable_name = 'innodb_snapshot_isolation'")
                .isEmpty();
    }

    @Test
    void nothingOfAScriptsSessionStaysBehindItsEnd() throws Exception {
        try (Database database = newDatabase(List.of())) {
            Script script = Scripts.script(
                    "SET @admin_password = 'hunter2'",
                    "INSERT INTO trace VALUES (1)",
                    "INSERT INTO missing VALUES ('hunter2')");
            assertThrows(
                    ToolException.class,
                    () -> run(database, new CutOff(database, 0, false).source(), script, Optional.empty()));
            execute(database, "CREATE TABLE missing (n VARCHAR(20))");
            run(database, new CutOff(database, 0, false).source(), script, Optional.empty());
            assertEquals(
                    List.of(), column(database, "SELECT session FROM aos_migrate_script WHERE session IS NOT NULL"));
            assertEquals(
                    List.of(), column(database, "SELECT error FROM aos_migrate_statement WHERE error IS NOT NULL"));
        }
    }

    @Test
    void theNextScriptOfARunFindsAClockThatRuns() throws Exception {
        try (Database database = newDatabase(List.of());
                LockedDatabase held = open(database, new CutOff(database, 0, false).source())) {
            run(held, database, Scripts.script("SET timestamp = 86400", "SET timestamp = DEFAULT"));
            execute(database, "DELETE FROM history");
            run(
                    held,
                    database,
                    Scripts.script(
                            "CREATE TABLE one AS SELECT NOW(6) AS t",
                            "DO SLEEP(0.01)",
                            "CREATE TABLE two AS SELECT NOW(6) AS t"));
            assertNotEquals(column(database, "SELECT t FROM one"), column(database, "SELECT t FROM two"));
        }
    }

    @Test
    void theNextScriptOfARunFindsTheSessionWithoutWhatARoutineSet() throws Exception {
        try (Database database = newDatabase(
                        List.of("CREATE PROCEDURE p() BEGIN SET @hidden = 5, foreign_key_checks = 0; END"));
                LockedDatabase held = open(database, new CutOff(database, 0, false).source())) {
            run(held, database, Scripts.script("CALL p()"));
            execute(database, "DELETE FROM history");
            run(held, database, Scripts.script("INSERT INTO trace SELECT COALESCE(@hidden, 0) + @@foreign_key_checks"));
            assertEquals(List.of("1"), column(database, "SELECT n FROM trace"));
        }
    }

    @Test
    void aScriptThatReleasesTheLockIsStoppedBeforeItsNextCommit() throws Exception {
        try (Database database =
                newDatabase(List.of("CREATE FUNCTION free() RETURNS INT RETURN RELEASE_ALL_LOCKS()"))) {
            ToolException stopped = assertThrows(
                    ToolException.class,
                    () -> run(
                            database,
                            new CutOff(database, 0, false).source(),
                            Scripts.script("INSERT INTO trace VALUES (free())"),
                            Optional.empty()));
            assertEquals(ExitCode.UNSAFE, stopped.exitCode());
            assertTrue(stopped.getMessage().contains("has released the lock"), stopped.getMessage());
            assertEquals(List.of(), column(database, "SELECT n FROM trace"));
        }
    }

    @Test
    void aTriggerThatTheAccountCannotSeeIsAskedFor() throws Exception {
        try (Database audit = MariaDbServer.shared().createDatabase();
                Database database = newDatabase(List.of())) {
            execute(audit, "CREATE TABLE log (n INT) ENGINE=MyISAM");
            execute(
                    database,
                    "CREATE TRIGGER seen AFTER INSERT ON trace FOR EACH ROW INSERT INTO " + audit.name()
                            + ".log VALUES (NEW.n)");
            String user = "blind" + database.name();
            MariaDbServer.shared()
                    .createUser(
                            user.substring(0, Math.min(user.length(), 30)),
                            "secret",
                            "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX ON " + database.name() + ".*");
            Script script = Scripts.script("INSERT INTO trace VALUES (1)");
            List<String> ends = new ArrayList<>();
            for (int at = 20; ; at++) {
                CutOff cut = new CutOff(database, at, true);
                try {
                    run(database, cut.source(), script, Optional.empty());
                    break;
                } catch (ToolException | SQLException e) {
                    ends.add(again(database, audit, script));
                }
            }
            assertFalse(ends.isEmpty());
            assertTrue(ends.stream().noneMatch("2"::equals), ends.toString());
        }
    }

    /** How many rows the trigger has written once the script is ended; "asks" when it asks. */
    private static String again(Database database, Database audit, Script script) throws SQLException {
        String rows = "asks";
        try {
            if (!column(database, "SELECT success FROM history").equals(List.of("1"))) {
                run(database, new CutOff(database, 0, false).source(), script, Optional.empty());
            }
            rows = column(audit, "SELECT COUNT(*) FROM log").get(0);
        } catch (ToolException e) {
            assertTrue(e.hint().contains("--resolve"), e.hint());
        }
        execute(
                database,
                "DROP TABLE IF EXISTS aos_migrate_script, aos_migrate_statement, aos_migrate_lease,"
                        + " aos_migrate_counter");
        execute(database, "DELETE FROM history");
        execute(audit, "DELETE FROM log");
        return rows;
    }

    private static Database newDatabase(List<String> statements) throws SQLException {
        Database database = MariaDbServer.shared().createDatabase();
        try (Connection connection = database.connect()) {
            execute(connection, "CREATE TABLE trace (n INT) ENGINE=InnoDB");
            Scripts.history(connection, database.name());
            for (String statement : statements) {
                execute(connection, statement);
            }
        }
        return database;
    }

    /** All tables with their columns and rows, but the tool's own. */
    private static String state(Database database) throws SQLException {
        StringBuilder state = new StringBuilder();
        try (Connection connection = database.connect()) {
            for (String table : column(
                    connection,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE"
                            + " 'aos_migrate_%' AND table_name <> 'history' ORDER BY table_name")) {
                String columns = String.join(
                        ",",
                        column(
                                connection,
                                "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND"
                                        + " table_name = '" + table + "' ORDER BY ordinal_position"));
                state.append(table).append('(').append(columns).append(')');
                if (!columns.contains("w")) {
                    state.append(
                            column(connection, "SELECT CONCAT_WS(',', " + columns + ") FROM " + table + " ORDER BY 1"));
                }
                state.append(' ');
            }
        }
        return state.toString();
    }

    private static DataSource with(Database database, String variables) {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                DifficultScriptsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, args) -> {
                    Connection connection = DriverManager.getConnection(
                            database.jdbcUrl(),
                            database.server().user(),
                            database.server().password());
                    execute(connection, "SET SESSION " + variables);
                    return connection;
                });
    }

    private static HistoryMark history(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return Scripts.history(connection, database.name());
        }
    }

    private static LockedDatabase open(Database database, DataSource source) throws SQLException {
        return LockedDatabase.open(
                source, database.name(), "lock of " + database.name(), Duration.ofSeconds(10), connection -> {});
    }

    private static ScriptOutcome run(Database database, DataSource source, Script script, Optional<Answer> answer)
            throws SQLException {
        HistoryMark history = history(database);
        try (LockedDatabase held = open(database, source)) {
            return new ScriptRunner(held)
                    .run(script, history, answer, (any, number, warning) -> {}, () -> {}, done -> {});
        }
    }

    private static ScriptOutcome run(LockedDatabase held, Database database, Script script) throws SQLException {
        return new ScriptRunner(held)
                .run(script, history(database), Optional.empty(), (any, number, warning) -> {}, () -> {}, done -> {});
    }
}
