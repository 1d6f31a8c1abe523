package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.testkit.server.MariaDbServer;

/** A user who lacks a right that is needed: right and statement are named, and once it is granted the next run goes on. */
@Tag("slow")
class RightsTest {
    private static final String ALL = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, TRIGGER,"
            + " CREATE ROUTINE, ALTER ROUTINE, EXECUTE, CREATE VIEW, SHOW VIEW, EVENT, LOCK TABLES, CREATE TEMPORARY TABLES";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER | ALTER TABLE vm ADD COLUMN n INT | ALTER",
                "CREATE | CREATE TABLE more (n INT) | CREATE",
                "DROP | DROP TABLE vm | DROP",
                "INDEX | CREATE INDEX i ON vm (id) | INDEX",
                "TRIGGER | CREATE TRIGGER t AFTER INSERT ON vm FOR EACH ROW SET @a = 1 | TRIGGER",
                "CREATE ROUTINE | CREATE PROCEDURE p() SELECT 1 | CREATE ROUTINE",
                "CREATE VIEW | CREATE VIEW v AS SELECT id FROM vm | CREATE VIEW",
                "LOCK TABLES | LOCK TABLES vm WRITE | LOCK TABLES",
                "CREATE TEMPORARY TABLES | CREATE TEMPORARY TABLE w (n INT) | CREATE TEMPORARY TABLES",
                "EVENT | CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SET @a = 1 | EVENT",
            })
    void theScriptsStatementAndTheRightAreNamed(String lacking, String statement, String named) throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.migration(1, "first", "CREATE TABLE vm (id INT) ENGINE=InnoDB;\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            ours.migration(2, "second", "INSERT INTO vm VALUES (1);\n" + statement + ";\n");
            String user = user(ours, without(lacking));
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.runAs(user, "secret"));
            assertTrue(
                    failed.message()
                            .startsWith(
                                    "statement 1 of 2 of V2__second.sql is done; statement 2 (line 2) failed: [42000/"),
                    failed.message());
            assertEquals(
                    "grant the user the right " + named + ", and run again: it resumes at statement 2", failed.hint());
            ours.sql("GRANT ALL ON " + MigrationRig.quoted(ours.database().name()) + ".* TO " + user);
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.runAs(user, "secret"));
            assertEquals(2, changed.scripts().get(0).resumedAt());
            ours.sql("DROP USER " + user);
        }
    }

    @Test
    void whatTheToolItselfNeedsIsNamed() throws Exception {
        try (MigrationRig ours = workshop()) {
            ours.migration(1, "first", "CREATE TABLE vm (id INT) ENGINE=InnoDB;\n");
            String user = user(ours, without("CREATE"));
            ModuleResult.Failed history = assertInstanceOf(ModuleResult.Failed.class, ours.runAs(user, "secret"));
            assertTrue(history.message().contains("CREATE command denied to user"), history.message());
            assertTrue(history.message().contains("flyway_schema_history"), history.message());
            assertTrue(history.hint().startsWith("grant the user " + user + " the right CREATE"), history.hint());
            assertEquals("", ours.tables());

            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            ours.migration(2, "second", "CREATE TABLE more (id INT) ENGINE=InnoDB;\n");
            String other = user(ours, without("INSERT"));
            ModuleResult.Failed journal = assertInstanceOf(ModuleResult.Failed.class, ours.runAs(other, "secret"));
            assertTrue(journal.message().contains("INSERT command denied to user"), journal.message());
            assertTrue(journal.message().contains("aos_migrate_"), journal.message());
            assertTrue(journal.hint().startsWith("grant the user " + other + " the right INSERT"), journal.hint());
            assertTrue(!ours.tables().contains("more"), ours.tables());
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            ours.sql("DROP USER " + user, "DROP USER " + other);
        }
    }

    @Test
    void whoHoldsALockIsSaidToBeUnseenWithoutTheRightToSeeIt() throws Exception {
        try (MigrationRig ours = workshop();
                java.sql.Connection reader = ours.database().connect();
                java.sql.Statement statement = reader.createStatement()) {
            ours.migration(1, "first", "CREATE TABLE vm (id INT) ENGINE=InnoDB;\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            statement.execute("START TRANSACTION");
            statement.executeQuery("SELECT * FROM vm").close();
            ours.migration(2, "second", "ALTER TABLE vm ADD COLUMN n INT;\n");
            String user = user(ours, ALL);
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.runAs(user, "secret"));
            assertTrue(
                    failed.message().endsWith("; who holds the lock cannot be seen without the right PROCESS"),
                    failed.message());
            statement.execute("COMMIT");
            assertInstanceOf(ModuleResult.Changed.class, ours.runAs(user, "secret"));
            ours.sql("DROP USER " + user);
        }
    }

    private static String without(String right) {
        List<String> rights = new ArrayList<>(List.of(ALL.split(", ")));
        assertTrue(rights.remove(right), right);
        return String.join(", ", rights);
    }

    private static String user(MigrationRig ours, String rights) {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        MariaDbServer.shared()
                .createUser(
                        user,
                        "secret",
                        rights + " ON " + MigrationRig.quoted(ours.database().name()) + ".*");
        return user;
    }

    private MigrationRig workshop() throws java.io.IOException {
        String name = "rights " + UUID.randomUUID().toString().substring(0, 8);
        return new MigrationRig(MariaDbServer.shared(), folder.resolve(name), name);
    }
}
