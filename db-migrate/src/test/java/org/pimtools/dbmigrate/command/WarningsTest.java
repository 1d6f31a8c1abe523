package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be known of scripts that run without an error. */
@Tag("slow")
class WarningsTest {
    @TempDir
    Path home;

    @Test
    void whatTheServerWarnsOfIsLoggedAndShownIfItIsAskedFor() throws IOException {
        for (boolean verbose : List.of(false, true)) {
            try (Controller controller = new Controller(home.resolve("verbose " + verbose)).module("dashboard", 9, 9)) {
                controller.write(
                        "sql/dashboard/migrations/V10__cut.sql",
                        "CREATE TABLE cut (n VARCHAR(2));\nSET sql_mode = '';\nINSERT INTO cut VALUES ('abc');\n");
                Controller.Seen seen = controller.run(verbose ? List.of("-v") : List.of());
                assertEquals(0, seen.exit(), seen.err());
                String warning =
                        "Dashboard V10__cut.sql, statement 3 (line 3): the server warns: [1265] Data truncated for"
                                + " column 'n' at row 1";
                assertEquals(verbose ? "aos-db-migrate: warning: " + warning + "\n" : "", seen.err());
                String log = Files.readString(controller.home().resolve("run.log"));
                assertTrue(log.contains(warning), log);
            }
        }
    }

    /** Flyway 13 leaves out what is in an executable comment of MariaDB's own. */
    @Test
    void whatPlainFlywayWouldSeeInAnotherWayIsSaidByADryRunToo() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write(
                    "sql/dashboard/migrations/V10__x.sql", "/*M!100100 CREATE TABLE x (n INT) */;\nSELECT 1;\n");
            String warning = "aos-db-migrate: warning: Dashboard: plain Flyway would take V10__x.sql apart into ";
            Controller.Seen dry = controller.run("--dry-run");
            assertEquals(0, dry.exit(), dry.err());
            assertTrue(dry.err().startsWith(warning), dry.err());
            Controller.Seen real = controller.run();
            assertEquals(0, real.exit(), real.err());
            assertEquals(dry.err(), real.err());
        }
    }
}
