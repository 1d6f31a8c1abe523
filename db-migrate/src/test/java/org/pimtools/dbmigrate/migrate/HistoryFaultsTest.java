package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.migrate.MigrationRig.version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.testkit.server.MariaDbServer;

/** Each thing that one must not go on from: its own message, and the database untouched. */
@Tag("slow")
class HistoryFaultsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "R__views.sql, repeatable scripts are not supported",
        "afterMigrate.sql, callbacks are not supported",
        "beforeEachMigrate__x.sql, callbacks are not supported",
        "B3__x.sql, baseline scripts are not supported",
        "V0__x.sql, version 0 stands for a database before its first migration",
        "V03__again.sql, version 3 is there twice",
        "V3.0__again.sql, version 3 is there twice",
        "V2_5__late.sql, appeared after version 3 was applied",
        "V3__a_procedure.sql.conf, settings of a single script",
    })
    void whatFlywayWouldRunOrMisread(String name, String message) throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            ours.write("migrations/" + name, "CREATE TABLE never (id INT);");
            assertRefused(ours, new Request.Newest(), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V4__x.java, is not the name of a migration in SQL",
        "V4__X.class, is not the name of a migration in SQL",
        "V4_x.sql, is not the name of a migration in SQL",
        "v4__x.sql, is not the name of a migration in SQL",
        "U4__x.sql, is not the name of a migration in SQL",
        "V4.1__x.sql, the version is not a whole number",
        "V5__x.sql, 'there is no migration to version 4, but one to version 5'",
    })
    void whatAStrictModuleDoesNotTake(String name, String message) throws Exception {
        try (MigrationRig ours = workshop().strict()) {
            ours.newest();
            ours.write("migrations/" + name, "CREATE TABLE never (id INT);");
            assertRefused(ours, new Request.Newest(), message);
        }
    }

    @Test
    void oneCauseIsOneFaultHoweverManyScriptsItConcerns() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            for (String file : new String[] {"V1__first_tables.sql", "V2__a_view.sql", "V3__a_procedure.sql"}) {
                ours.delete("migrations/" + file);
            }
            ModuleResult.Failed missing =
                    assertRefused(ours, new Request.Newest(), "version 1 is applied, and its script");
            assertEquals(
                    "version 1 is applied, and its script is missing: V1__first_tables.sql (and 2 more like it)",
                    missing.message());
            ours.delete("migrations");
            ModuleResult.Failed nowhere = assertRefused(ours, new Request.Newest(), "there is no folder ");
            assertTrue(
                    nowhere.message().matches("there is no folder \\S+/migrations, and so there are no migrations"),
                    nowhere.message());
        }
    }

    @Test
    void whatNeitherKnowsIsLeftAlone() throws Exception {
        try (MigrationRig ours = workshop()) {
            for (String name : new String[] {"README.md", "notes.sql", "V4__x.sql~", ".V4__x.sql.swp"}) {
                ours.write("migrations/" + name, "x");
            }
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(0, ours.plainFlyway().migrate().migrationsExecuted);
        }
    }

    @Test
    void anAppliedScriptThatWasEdited() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.to(2);
            ours.migration(2, "a view", "CREATE VIEW other AS SELECT 1;");
            assertRefused(ours, new Request.Newest(), "V2__a_view.sql was edited after it was applied");
        }
    }

    @Test
    void anAppliedScriptThatIsMissingOrRenamed() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.to(2);
            ours.delete("migrations/V2__a_view.sql");
            assertRefused(
                    ours, new Request.Newest(), "version 2 is applied, and its script is missing: V2__a_view.sql");
            ours.migration(
                    2,
                    "the view",
                    "ALTER TABLE vm ADD COLUMN note VARCHAR(50);\nCREATE VIEW vms AS SELECT id, name FROM vm;\n");
            assertRefused(ours, new Request.Newest(), "V2__the_view.sql was renamed");
        }
    }

    @Test
    void aLowerVersionThatAppearsLate() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            ours.sql("DELETE FROM flyway_schema_history WHERE version = '2'");
            assertRefused(ours, new Request.Newest(), "V2__a_view.sql appeared after version 3 was applied");
        }
    }

    @Test
    void aFailedRowOfSomebodyElse() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            ours.migration(4, "x", "SELECT 1;");
            ours.sql("INSERT INTO flyway_schema_history SELECT 9, '4', 'x', 'SQL', 'V4__x.sql', 1, 'u', NOW(), 1, 0");
            assertRefused(ours, new Request.Newest(), "version 4 failed, and not in a run of this tool");
        }
    }

    @ParameterizedTest
    @CsvSource({"UNDO_SQL, UNDO_SQL", "JDBC, JDBC", "SQL_BASELINE, SQL_BASELINE"})
    void aRowOfAnotherEdition(String type, String message) throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            ours.sql("INSERT INTO flyway_schema_history SELECT 9, '3', 'x', '" + type + "', 'X', 1, 'u', NOW(), 1, 1");
            assertRefused(ours, new Request.To(version(2)), "a row of type " + message);
        }
    }

    @Test
    void anUnknownVersionAndOneWithoutUndo() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            assertRefused(ours, new Request.To(version(9)), "there is no version 9; the newest is 3");
            ours.delete("undo/U2__a_view.sql");
            assertRefused(ours, new Request.To(version(1)), "version 2 has no undo script");
        }
    }

    @Test
    void aFileThatIsNoTextOrNoSql() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.newest();
            ours.write("migrations/V4__x.sql", "INSERT INTO vm VALUES (9, 'é')".getBytes(StandardCharsets.ISO_8859_1));
            assertRefused(ours, new Request.Newest(), "V4__x.sql is not UTF-8");
            ours.migration(4, "x", "CREATE PROCEDURE q()\nBEGIN\n  SELECT 1;\n");
            assertRefused(ours, new Request.Newest(), "V4__x.sql: line 1 begins a block that is not closed");
        }
    }

    private static ModuleResult.Failed assertRefused(MigrationRig ours, Request request, String message)
            throws Exception {
        String before = ours.schema()
                + ours.column("SELECT CONCAT_WS('|', installed_rank, version, success) FROM flyway_schema_history");
        ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.run(request));
        assertTrue(failed.message().contains(message), failed.message());
        assertFalse(failed.hint().isBlank());
        assertEquals(
                before,
                ours.schema()
                        + ours.column(
                                "SELECT CONCAT_WS('|', installed_rank, version, success) FROM flyway_schema_history"));
        return failed;
    }

    private MigrationRig workshop() throws IOException {
        String name = "faults_" + UUID.randomUUID().toString().substring(0, 8);
        return new MigrationRig(MariaDbServer.shared(), folder.resolve(name), name).withHistory();
    }
}
