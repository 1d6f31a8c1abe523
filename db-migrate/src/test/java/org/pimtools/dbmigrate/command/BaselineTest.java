package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database without a history is compared with the scripts before it is taken for what they make. */
@Tag("slow")
class BaselineTest {
    @TempDir
    Path home;

    @Test
    void saysWhatDiffersAndTouchesNothing() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write("sql/dashboard/migrations/V10__more.sql", """
                    CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(20));
                    ALTER TABLE widgets ADD COLUMN colour INT;
                    CREATE VIEW all_notes AS SELECT id FROM notes;
                    CREATE FUNCTION one() RETURNS INT RETURN 1;
                    """);
            controller.sql("dashboard", "DROP TABLE flyway_schema_history");

            Controller.Seen tooHigh = controller.run("-n", "dashboard", "--baseline", "10");
            assertEquals(3, tooHigh.exit(), tooHigh.err());
            assertEquals(
                    "aos-db-migrate: error: Dashboard: the database is not what the migrations up to version 10 would have made"
                            + " of it: there is no column widgets.colour, which version 10 makes; there is no routine one, which"
                            + " version 10 makes; there is no table notes, which version 10 makes; there is no view all_notes,"
                            + " which version 10 makes\nhint: it looks like version 9: adopt it there; to adopt it at 10"
                            + " nevertheless, give --yes (log: " + home + "/run.log)\n",
                    tooHigh.err());
            assertTrue(!controller.tables("dashboard").contains("flyway_schema_history"));

            controller.sql(
                    "dashboard",
                    "CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(20))",
                    "CREATE TABLE customers_own (id INT)");
            Controller.Seen tooLow = controller.run("-n", "dashboard", "--baseline", "9");
            assertEquals(3, tooLow.exit(), tooLow.err());
            assertTrue(
                    tooLow.err()
                            .contains(
                                    ": there is already column notes.id, which version 10 makes; there is already column"
                                            + " notes.text, which version 10 makes; there is already table notes, which version 10 makes\n"
                                            + "hint: find out which version it is of; to adopt it at 9 nevertheless, give --yes"),
                    tooLow.err());

            Controller.Seen told = controller.run("-n", "dashboard", "--baseline", "9", "--yes");
            assertEquals(0, told.exit(), told.err());
            assertTrue(told.out().contains("Adopted at 9"), told.out());
        }
    }

    @Test
    void whatATextDoesNotTellIsNamed() {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.sql("dashboard", "DROP TABLE flyway_schema_history", "CREATE PROCEDURE ten() SELECT 1");
            controller.write(
                    "sql/dashboard/migrations/V10__ten.sql",
                    "CREATE PROCEDURE ten() EXECUTE IMMEDIATE 'SELECT 1';\nCALL ten();\n");
            Controller.Seen seen = controller.run("-n", "dashboard", "--baseline", "10");
            assertEquals(0, seen.exit(), seen.err());
            assertEquals(
                    "aos-db-migrate: warning: Dashboard: what these make could not be compared with the database: statement 2"
                            + " (line 2) of V10__ten.sql\n",
                    seen.err());
        }
    }
}
