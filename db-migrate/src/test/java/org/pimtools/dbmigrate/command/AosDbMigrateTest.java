package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.MariaDbServer;

/** What an operator sees beyond the documented cases, on a real server. */
@Tag("slow")
class AosDbMigrateTest {
    @TempDir
    Path home;

    @Test
    void aBrokenScriptSaysHowFarItGotAndGoesOnOnceItsCauseIsFixed() throws IOException {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write(
                    "sql/dashboard/migrations/V10__broken.sql",
                    "CREATE TABLE d (n INT PRIMARY KEY) ENGINE=InnoDB;\nINSERT INTO missing VALUES (1);\n");
            assertEquals(
                    new Controller.Seen(1, """
                            Running db migrate for: dashboard

                            ================
                            DB migrate table
                            ================
                            +---+-------------+--------+------------------------------------------------------+
                            | N | Module name | Status | Result                                               |
                            +---+-------------+--------+------------------------------------------------------+
                            | 1 | Dashboard   | FAIL   | Unknown DB Error. Please contact your administrator. |
                            +---+-------------+--------+------------------------------------------------------+
                            """, """
                            aos-db-migrate: error: Dashboard: SQLSyntaxErrorException: statement 1 of 2 of V10__broken.sql is done; statement 2 (line 2) failed: [42S02/1146] Table 'DB.missing' doesn't exist
                            hint: fix the cause, or the script from statement 2 on, and run again: it resumes there (log: HOME/run.log)
                            """.replace(
                            "DB", controller.database("dashboard").name()).replace("HOME", home.toString())),
                    controller.run("-n", "dashboard"));
            assertTrue(Files.readString(home.resolve("run.log")).contains("java.sql.SQLSyntaxErrorException"));
            assertEquals("""
                    MODULE     CURRENT  NEWEST  PENDING  STATE
                    Dashboard  9        10      10       V10__broken.sql was begun: 1 of 2 statements are done
                    """, controller.run("--status").out());
            controller.sql("dashboard", "CREATE TABLE missing (n INT)");
            assertEquals("""
                    Dashboard: scripts: 1, statements: 1
                    -- V10__broken.sql, line 2, statement 2 of 2
                    INSERT INTO missing VALUES (1)
                    nothing was changed: this was a dry run
                    """, controller.run("--dry-run").out());
            Controller.Seen mended = controller.run("-n", "dashboard");
            assertEquals(0, mended.exit());
            assertTrue(mended.out().contains("| 1 | Dashboard   | OK     | 9 -> 10 |"), mended.out());
        }
    }

    @Test
    void verboseShowsTheDatabasesOwnErrorInTheTable() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write("sql/dashboard/migrations/V10__broken.sql", "INSERT INTO missing VALUES (1);\n");
            String database = controller.database("dashboard").name();
            String out = controller.run("-v").out();
            assertTrue(out.contains("""
                            +---+-------------+--------+--------------------------------------------------+
                            | N | Module name | Status | Result                                           |
                            +---+-------------+--------+--------------------------------------------------+
                            | 1 | Dashboard   | FAIL   | nothing of V10__broken.sql is done; statement 1  |
                            |   |             |        | (line 1) failed: [42S02/1146] Table              |
                            |   |             |        | 'DATABASE.missing' doesn't exist     |
                            +---+-------------+--------+--------------------------------------------------+
                            """.replace("DATABASE", database)), out);
        }
    }

    @Test
    void oneFailingModuleDoesNotStopTheOthers() {
        try (Controller controller = new Controller(home)
                .module("clouds", 9, 9)
                .module("dashboard", 9, 9)
                .module("journal", 6, 7)) {
            controller.write("sql/dashboard/migrations/V10__broken.sql", "INSERT INTO missing VALUES (1);\n");
            Controller.Seen seen = controller.run();
            assertEquals(1, seen.exit());
            assertTrue(seen.out().endsWith("""
                                    +---+-------------+--------+------------------------------------------------------+
                                    | N | Module name | Status | Result                                               |
                                    +---+-------------+--------+------------------------------------------------------+
                                    | 1 | Clouds      | OK     | No changes                                           |
                                    | 2 | Dashboard   | FAIL   | Unknown DB Error. Please contact your administrator. |
                                    | 3 | Journal     | OK     | 6 -> 7                                               |
                                    +---+-------------+--------+------------------------------------------------------+
                                    """), seen.out());
            assertTrue(seen.err().contains("1 of 3 modules failed: Dashboard\n"), seen.err());
            assertEquals(new Controller.Seen(0, """
                            =============
                            DB list table
                            =============
                            +---+-------------+---------+
                            | N | Module name | Version |
                            +---+-------------+---------+
                            | 1 | Clouds      | 9       |
                            | 2 | Dashboard   | 9       |
                            | 3 | Journal     | 7       |
                            +---+-------------+---------+
                            """, """
                            aos-db-migrate: warning: Dashboard: V10__broken.sql was begun: 0 of 1 statements are done
                            """), controller.run("--versions"));
            assertEquals(
                    """
                    {"tool":"aos-db-migrate","version":"dev","exit":0,"error":null,"result":{"modules":[{"name":"journal","displayName":"Journal","current":7},{"name":"clouds","displayName":"Clouds","current":9}]},"warnings":[]}
                    """,
                    controller
                            .run("--versions", "-n", "journal", "clouds", "--format", "json")
                            .out());
        }
    }

    @Test
    void whatForbidsToTouchADatabaseIsNamedWithItsHintAndNothingIsTouched() {
        try (Controller controller = new Controller(home).module("dashboard", 11, Controller.NEWEST)) {
            refused(
                    controller,
                    "there is no version 99; the newest is 11",
                    "--status shows the versions; is the folder of migrations complete?",
                    "--migration",
                    "99");
            controller.write("sql/dashboard/migrations/V11__announcements_have_levels.sql", "SELECT 1;\n");
            refused(
                    controller,
                    "V11__announcements_have_levels.sql was edited after it was applied",
                    "put the applied text back, and make the change in a migration of its own");
            assertEquals(new Controller.Seen(1, """
                            MODULE     CURRENT  NEWEST  PENDING  STATE
                            Dashboard  11       11      -        1 fault
                            """, """
                            aos-db-migrate: error: Dashboard: V11__announcements_have_levels.sql was edited after it was applied
                            hint: put the applied text back, and make the change in a migration of its own
                            aos-db-migrate: error: 1 of 1 modules cannot be updated as they are
                            hint: see each one's cause and hint above
                            """), controller.run("--status"));
        }
    }

    @Test
    void foldersThatLeadNowhereAreOneLine() throws Exception {
        try (Controller controller = new Controller(home)
                .module("clouds", 9, 9)
                .module("dashboard", 11, 11)
                .module("journal", 7, 7)) {
            Files.move(home.resolve("sql"), home.resolve("elsewhere"));
            String cause = """
                    aos-db-migrate: error: Clouds, Dashboard, Journal: there is no folder HOME/sql, and so there are no migrations
                    hint: check `migrations` in the module's file: a relative path begins in the folder of that file
                    """.replace("HOME", home.toString());
            Controller.Seen seen = controller.run();
            assertEquals(3, seen.exit());
            assertTrue(seen.out().lines().count() < 20, seen.out());
            assertEquals(cause + """
                    aos-db-migrate: error: 3 of 3 modules failed: Clouds, Dashboard, Journal
                    hint: see each one's cause and hint above (log: HOME/run.log)
                    """.replace("HOME", home.toString()), seen.err());
            assertTrue(controller.run("--status").err().startsWith(cause));
            assertTrue(controller.run("--dry-run").err().startsWith(cause));
        }
    }

    @Test
    void versionsAreShownAsTheyAreWritten() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write("sql/dashboard/migrations/V9_1__one.sql", "CREATE TABLE one (n INT);\n");
            controller.write("sql/dashboard/migrations/V09.10__ten.sql", "CREATE TABLE ten (n INT);\n");
            controller.write("sql/dashboard/migrations/V20240131093000__time.sql", "CREATE TABLE time (n INT);\n");
            controller.write("sql/dashboard/migrations/V366_one_underscore.sql", "CREATE TABLE never (n INT);\n");
            controller.write("sql/dashboard/undo/U09.10__ten.sql", "DROP TABLE ten;\n");
            controller.write("sql/dashboard/undo/U20240131093000__time.sql", "DROP TABLE time;\n");
            String leftOut =
                    "aos-db-migrate: warning: Dashboard: V366_one_underscore.sql is not the name of a migration in SQL,"
                            + " and is left out, as plain Flyway does: name it V<version>__<what it does>.sql, or move it out of the"
                            + " folder\n";
            assertEquals(new Controller.Seen(0, """
                            MODULE     CURRENT  NEWEST          PENDING                     STATE
                            Dashboard  9        20240131093000  9.1, 09.10, 20240131093000  behind
                            """, leftOut), controller.run("--status"));
            assertTrue(controller.run("--dry-run").err().contains(leftOut));
            Controller.Seen up = controller.run();
            assertTrue(up.out().contains("| OK     | 9 -> 20240131093000 |"), up.out());
            assertEquals(leftOut, up.err());
            Controller.Seen down = controller.run("-n", "dashboard", "--migration", "9.1");
            assertTrue(down.out().contains("| OK     | 20240131093000 -> 9.1 |"), down.out());
            String json = controller
                    .run("-n", "dashboard", "--migration", "09.10", "--format", "json")
                    .out();
            assertTrue(json.contains("\"from\":\"9.1\",\"to\":\"09.10\""), json);
            assertTrue(json.contains("\"version\":\"09.10\",\"undo\":false"), json);
            assertEquals(
                    2, controller.run("-n", "dashboard", "--migration", "9.x").exit());
        }
    }

    @Test
    void aStrictModuleTakesWholeNumbersOnly() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.replace("dashboard", "order:", "strict: true\norder:");
            controller.write("sql/dashboard/migrations/V9_1__one.sql", "CREATE TABLE one (n INT);\n");
            refused(
                    controller,
                    "V9_1__one.sql: the version is not a whole number from 1, and the module's file is strict",
                    "name it V<number>__<what it does>.sql");
            controller.replace("dashboard", "strict: true", "strict: perhaps");
            assertTrue(controller.run("--list").err().contains("strict is neither true nor false"));
        }
    }

    private void refused(Controller controller, String message, String hint, String... further) {
        List<String> tables = controller.tables("dashboard");
        List<String> args = new ArrayList<>(List.of("-n", "dashboard"));
        args.addAll(List.of(further));
        Controller.Seen seen = controller.run(args);
        assertEquals(3, seen.exit());
        assertEquals(
                "aos-db-migrate: error: Dashboard: " + message + "\nhint: " + hint + " (log: " + home + "/run.log)\n",
                seen.err());
        args.add("--dry-run");
        Controller.Seen dry = controller.run(args);
        assertEquals(3, dry.exit());
        assertEquals("aos-db-migrate: error: Dashboard: " + message + "\nhint: " + hint + "\n", dry.err());
        assertEquals(tables, controller.tables("dashboard"));
    }

    @Test
    void aDatabaseWithoutHistoryIsAdoptedByWordOrByThePredecessorsTable() {
        try (Controller controller =
                new Controller(home).module("dashboard", 9, Controller.NEWEST).module("monitor", 12, 12)) {
            controller.sql("dashboard", "DROP TABLE flyway_schema_history");
            controller.sql("monitor", "DROP TABLE flyway_schema_history");
            Controller.Seen refused = controller.run("-n", "dashboard");
            assertEquals(3, refused.exit());
            assertTrue(refused.err().contains("--baseline VERSION"), refused.err());
            assertEquals("""
                    MODULE     CURRENT  NEWEST  PENDING  STATE
                    Dashboard  -        11      -        not adopted
                    """, controller.run("-n", "dashboard", "--status").out());
            assertTrue(controller.run("-n", "dashboard", "--versions").out().contains("| 1 | Dashboard   | -       |"));
            assertTrue(controller
                    .run("-n", "dashboard", "--baseline", "9")
                    .out()
                    .contains("| 1 | Dashboard   | OK     | Adopted at 9 |"));
            assertTrue(controller.run("-n", "dashboard").out().contains("| OK     | 9 -> 11 |"));

            controller.sql(
                    "monitor",
                    "CREATE TABLE migrate_version (repository_id VARCHAR(250), version INT)",
                    "INSERT INTO migrate_version VALUES ('monitor', 12)");
            controller.append("monitor", "predecessor: {table: migrate_version, column: version}\n");
            assertTrue(controller.run("-n", "monitor").out().contains("| OK     | Adopted at 12 |"));
            assertTrue(controller.run("-n", "monitor").out().contains("| OK     | No changes |"));
        }
    }

    @Test
    void aRefusedLoginIsTriedOnceForAllModulesOfTheAccount() {
        String user = "lockable";
        MariaDbServer.shared().createUser(user, "right");
        try (Controller controller = new Controller(home).module("clouds", 0, 9).module("dashboard", 0, 9)) {
            for (String module : List.of("clouds", "dashboard")) {
                controller
                        .replace(module, "user: .*", "user: " + user)
                        .replace(module, "password: .*", "password: wrong");
            }
            Controller.Seen seen = controller.run();
            assertEquals(1, seen.exit());
            assertEquals(
                    """
                    aos-db-migrate: error: Clouds: SQLInvalidAuthorizationSpecException: the database at 127.0.0.1:PORT/CLOUDS: [28000/1045] Access denied for user 'lockable'@'HOST' (using password: YES)
                    hint: check user and password in the file of module clouds; the login was tried once
                    aos-db-migrate: error: Dashboard: the login of lockable was refused for another module, and is not tried again
                    hint: check user and password in the files of both modules
                    aos-db-migrate: error: 2 of 2 modules failed: Clouds, Dashboard
                    hint: see each one's cause and hint above (log: HOME/run.log)
                    """.replace("PORT", String.valueOf(MariaDbServer.shared().port()))
                            .replace("CLOUDS", controller.database("clouds").name())
                            .replace("HOME", home.toString()),
                    seen.err().replaceFirst("'lockable'@'[^']*'", "'lockable'@'HOST'"));
        }
    }

    @Test
    void jsonHasOneShapeForSuccessAndFailure() {
        try (Controller controller = new Controller(home).module("dashboard", 10, 11)) {
            assertEquals(
                    """
                    {"tool":"aos-db-migrate","version":"dev","exit":0,"error":null,"result":{"modules":[{"name":"dashboard","displayName":"Dashboard","status":"OK","result":"10 -> 11","from":10,"to":11,"scripts":[{"file":"V11__announcements_have_levels.sql","version":11,"undo":false,"resumedAt":1,"executed":2,"millis":N}],"error":null}],"log":"HOME/run.log"},"warnings":[]}
                    """.replace("HOME", home.toString()),
                    controller.run("--format", "json").out().replaceAll("\"millis\":\\d+", "\"millis\":N"));
            controller.write("sql/dashboard/migrations/V12__broken.sql", "INSERT INTO missing VALUES (1);\n");
            String message =
                    "nothing of V12__broken.sql is done; statement 1 (line 1) failed: [42S02/1146] Table 'DB.missing' doesn't exist"
                            .replace("DB", controller.database("dashboard").name());
            String hint = "fix the cause, or the script from statement 1 on, and run again: it resumes there";
            assertEquals(
                    ("{\"tool\":\"aos-db-migrate\",\"version\":\"dev\",\"exit\":1,\"error\":{\"message\":\"Dashboard: SQLSyntaxErrorException: "
                            + message + "\",\"hint\":\"" + hint + " (log: " + home
                            + "/run.log)\"},\"result\":{\"modules\":[{\"name\":\"dashboard\",\"displayName\":\"Dashboard\",\"status\":\"FAIL\",\"result\":\""
                            + message
                            + "\",\"from\":11,\"to\":11,\"scripts\":[],\"error\":{\"cause\":\"SQLSyntaxErrorException\",\"message\":\""
                            + message + "\",\"hint\":\"" + hint + "\"}}],\"log\":\"" + home
                            + "/run.log\"},\"warnings\":[]}\n"),
                    controller.run("--format", "json").out());
        }
    }

    @Test
    void namesAndPasswordsMayHoldAnything() {
        MariaDbServer server = MariaDbServer.shared();
        String database = "o'clock \"x\" 50% @é 日本";
        String user = "it's \"me\" %40@ü";
        String secret = "p'w\"d %41 @:/?#&=+;é日本😀\\";
        try (Controller controller = new Controller(home)) {
            Controller.admin("CREATE DATABASE `" + database + "`");
            server.createUser(user, secret, "ALL ON `" + database.replace("%", "\\%") + "`.*");
            controller.scripts("dashboard", 11);
            controller.write("password", secret + "\n");
            controller.write("modules.d/odd name.yaml", """
                    name: "übersicht 日本 'x'"
                    display-name: "Übersicht 日本"
                    order: 1
                    migrations: ../sql/dashboard/migrations
                    undo: ../sql/dashboard/undo
                    database:
                      url: jdbc:mariadb://127.0.0.1:%d/
                      name: "o'clock \\"x\\" 50%% @é 日本"
                      user: "it's \\"me\\" %%40@ü"
                      password-file: ../password
                    """.formatted(server.port()));
            Controller.Seen seen = controller.run("-n", "übersicht 日本 'x'");
            assertEquals(new Controller.Seen(0, """
                            Running db migrate for: übersicht 日本 'x'

                            ================
                            DB migrate table
                            ================
                            +---+----------------+--------+---------+
                            | N | Module name    | Status | Result  |
                            +---+----------------+--------+---------+
                            | 1 | Übersicht 日本 | OK     | 0 -> 11 |
                            +---+----------------+--------+---------+
                            """, ""), seen);
            assertTrue(controller
                    .run("--migration", "0", "-n", "übersicht 日本 'x'")
                    .out()
                    .contains("11 -> 0"));
            Controller.admin("DROP DATABASE `" + database + "`");
        }
    }

    @Test
    void tlsIsVerifiedAndAMistrustedCertificateIsSaid() throws IOException, SQLException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path certificate = Certificates.valid(Certificates.KeyKind.RSA).writePem(home, "server");
        Path other = Certificates.valid(Certificates.KeyKind.RSA).writePem(home, "other");
        try (MariaDbServer server =
                        MariaDbServer.start("--ssl-cert=" + certificate, "--ssl-key=" + home.resolve("server.key"));
                Controller controller = new Controller(home).moduleOn(server, "dashboard", 10, 11)) {
            controller.append("dashboard", "  tls: verify-full\n  ca: " + other + "\n");
            // from 11.4 on a server may prove its certificate by the account's password too, and the driver takes that
            if (isOfVersion(server, "10.")) {
                Controller.Seen mistrusted = controller.run();
                assertEquals(1, mistrusted.exit());
                assertTrue(
                        mistrusted
                                .err()
                                .contains(
                                        "hint: check tls and ca in the file of module dashboard: is the server's authority"),
                        mistrusted.err());
            }
            controller.replace("dashboard", "  ca: " + other, "  ca: " + certificate);
            assertTrue(controller.run().out().contains("| OK     | 10 -> 11 |"));
        }
    }

    private static boolean isOfVersion(MariaDbServer server, String version) throws SQLException {
        try (Connection connection = server.connect()) {
            return connection.getMetaData().getDatabaseProductVersion().startsWith(version);
        }
    }
}
