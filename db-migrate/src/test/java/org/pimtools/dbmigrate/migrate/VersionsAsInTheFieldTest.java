package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.MariaDbServer;

/** Names of scripts as real histories have them, with plain Flyway beside it as the judge. */
class VersionsAsInTheFieldTest {
    private static final String LONG = "a_description_of_more_than_two_hundred_characters_".repeat(4) + "and_more";
    /** In the order in which Flyway applies them. */
    private static final List<String> NAMES = List.of(
            "V1_9__nine.sql",
            "V1_10__ten.sql",
            "V2.3__two_three.sql",
            "V007__seven.sql",
            "V8.sql",
            "V9__CAPITALS.SQL",
            "sub/folder/V20__below.sql",
            "V300__" + LONG + ".sql",
            "V20240131093000__a_time.sql");

    private static final List<String> VERSIONS =
            List.of("1.9", "1.10", "2.3", "007", "8", "9", "20", "300", "20240131093000");

    @TempDir
    Path folder;

    @BeforeEach
    void folders() throws Exception {
        for (String rig : List.of("ours", "plain")) {
            Files.createDirectories(folder.resolve(rig + "/migrations/sub/folder"));
        }
    }

    @Test
    void takesWhatFlywayTakesInItsOrder() throws Exception {
        try (MigrationRig ours = rig("ours");
                MigrationRig plain = rig("plain")) {
            assertEquals(NAMES.size(), plain.plainFlyway().migrate().migrationsExecuted);
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals("20240131093000", changed.to().toString());
            assertEquals(
                    VERSIONS,
                    changed.scripts().stream()
                            .map(run -> run.version().toString())
                            .toList());
            String history =
                    "SELECT CONCAT_WS('|', installed_rank, version, description, type, script, checksum, success)"
                            + " FROM flyway_schema_history ORDER BY installed_rank";
            assertEquals(plain.column(history), ours.column(history));
            assertEquals(plain.schema(), ours.schema());
            assertEquals(0, ours.plainFlyway().migrate().migrationsExecuted);
            assertInstanceOf(ModuleResult.NoChanges.class, plain.newest());
        }
    }

    @Test
    void goesToEachVersionAndBack() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.newest();
            for (int i = VERSIONS.size() - 2; i >= 0; i--) {
                ModuleResult.Changed back = assertInstanceOf(
                        ModuleResult.Changed.class, ours.run(new Request.To(Version.of(VERSIONS.get(i)))));
                assertEquals(VERSIONS.get(i), back.to().toString());
                assertEquals(VERSIONS.subList(0, i + 1), ours.applied());
            }
            ModuleResult.Changed none = assertInstanceOf(ModuleResult.Changed.class, ours.to(0));
            assertEquals("0", none.to().toString());
            assertInstanceOf(ModuleResult.Changed.class, ours.run(new Request.To(Version.of("2.3"))));
            assertEquals(VERSIONS.subList(0, 3), ours.applied());
            assertEquals(new ModuleResult.NoChanges(Version.of("2.3")), ours.run(new Request.To(Version.of("2_3_0"))));
        }
    }

    @Test
    void isAdoptedAtSuchAVersion() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.sql("CREATE TABLE t1 (n INT)");
            assertInstanceOf(ModuleResult.Adopted.class, ours.run(new Request.Baseline(Version.of("1.10"), true)));
            assertEquals(
                    List.of("2.3", "007"),
                    assertInstanceOf(ModuleResult.Changed.class, ours.run(new Request.To(Version.of("7"))))
                            .scripts()
                            .stream()
                            .map(run -> run.version().toString())
                            .toList());
        }
    }

    @Test
    void namesWhatLooksLikeAMigrationAndIsNone() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.write("migrations/V366_no_double_underscore.sql", "CREATE TABLE never (n INT);");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertTrue(!ours.tables().contains("never"), ours.tables());
            assertEquals(0, ours.plainFlyway().migrate().migrationsExecuted);
            assertEquals(
                    List.of(
                            "V366_no_double_underscore.sql is not the name of a migration in SQL, and is left out, as plain"
                                    + " Flyway does"),
                    ScriptFolder.read(ours.module()).leftOut().stream()
                            .map(fault -> fault.message())
                            .toList());
        }
    }

    @Test
    void leavesOutWhatIsInAHiddenFolder() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            Files.createDirectories(folder.resolve("ours/migrations/.git/below"));
            Files.createDirectories(folder.resolve("ours/migrations/sub/.old"));
            ours.write("migrations/.git/below/V366__never.sql", "CREATE TABLE never (n INT);");
            ours.write("migrations/sub/.old/V367__never.sql", "CREATE TABLE never (n INT);");
            ours.write("migrations/.git/HEAD.sql", "CREATE TABLE never (n INT);");
            ours.newest();
            assertTrue(!ours.tables().contains("never"), ours.tables());
            assertEquals(VERSIONS, ours.applied());
            assertEquals(0, ours.plainFlyway().migrate().migrationsExecuted);
            assertEquals(
                    List.of(".git/below/V366__never.sql is in a hidden folder, and is left out, as plain Flyway does"
                            + " (and 1 more like it)"),
                    ScriptFolder.read(ours.module()).leftOut().stream()
                            .map(fault -> fault.message())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V366__x.sh",
                "V366__x.py",
                "V366__x.PS1",
                "V366__x.bat",
                "V366__x.cmd",
                "V366__x.bash",
                "V366__x",
                "V366"
            })
    void refusesTheProgramsThatFlywayRuns(String file) throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.write("migrations/" + file, "exit 1\n");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertEquals(file + ": programs as migrations are not supported", failed.message());
            assertEquals(VERSIONS.size() + 1, ours.plainFlyway().info().pending().length, "what Flyway takes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V366__x.class", "V366__x.java", "V366__x.rb", "V366__x.sql.bak", "v366__x.sh", "V366_x"})
    void isNotStoppedByWhatFlywayDoesNotRun(String file) throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.write("migrations/" + file, "exit 1\n");
            assertEquals(VERSIONS.size(), ours.plainFlyway().info().pending().length, "what Flyway takes");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
        }
    }

    @Test
    void namesALinkThatLeadsBack() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            Path link = folder.resolve("ours/migrations/sub/back");
            Files.createSymbolicLink(link, Path.of(".."));
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertEquals(
                    "the folder " + folder.resolve("ours/migrations") + " holds a link that leads back into it: "
                            + link,
                    failed.message());
            assertEquals("take the link away", failed.hint());
        }
    }

    /** A journal of a release that took whole numbers only. */
    @Test
    void goesOnWithAnOlderJournal() throws Exception {
        try (MigrationRig ours = rig("ours")) {
            ours.run(new Request.To(Version.of("1.9")));
            try (Connection connection = ours.database().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM aos_migrate_script");
                statement.execute("ALTER TABLE aos_migrate_script MODIFY version INT NOT NULL, DROP COLUMN session");
                statement.execute("ALTER TABLE aos_migrate_statement ADD COLUMN session MEDIUMTEXT NULL");
            }
            assertInstanceOf(ModuleResult.Changed.class, ours.run(new Request.To(Version.of("1.10"))));
            assertEquals(List.of("1.10"), ours.column("SELECT version FROM aos_migrate_script"));
        }
    }

    private MigrationRig rig(String name) throws Exception {
        MigrationRig rig = new MigrationRig(
                MariaDbServer.shared(),
                folder.resolve(name),
                name + "_" + UUID.randomUUID().toString().substring(0, 8));
        int number = 1;
        for (String file : NAMES) {
            rig.write("migrations/" + file, "CREATE TABLE t" + number + " (n INT);");
            String undo = file.substring(file.lastIndexOf('/') + 1).replaceFirst("^V", "U");
            rig.write("undo/" + undo, "DROP TABLE t" + number++ + ";");
        }
        return rig;
    }
}
