package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.dbmigrate.migrate.MigrationRig.version;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.dbmigrate.execute.Answer;
import org.pimtools.dbmigrate.flyway.HistoryTable;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.testkit.server.MariaDbServer;

@Tag("slow")
class ModuleRunTest {
    @TempDir
    Path folder;

    @Test
    void aFreshDatabaseBecomesWhatPlainFlywayMakes() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory();
                MigrationRig plain = workshop("plain").withHistory()) {
            plain.plainFlyway().migrate();
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(
                    List.of(version(0), version(3), 3),
                    List.of(changed.from(), changed.to(), changed.scripts().size()));
            assertEquals(plain.schema(), ours.schema());
            assertContent(ours, 3);
            assertEquals(new ModuleResult.NoChanges(version(3)), ours.newest());
        }
    }

    @Test
    void everyVersionUpAndDownIsOneThatPlainFlywayGoesOnFrom() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory();
                MigrationRig plain = workshop("plain").withHistory()) {
            for (int version : new int[] {2, 3, 2, 0, 1, 3, 0, 3}) {
                assertInstanceOf(ModuleResult.Changed.class, ours.to(version));
                assertContent(ours, version);
                assertEquals(new ModuleResult.NoChanges(version(version)), ours.to(version));
            }
            plain.plainFlyway().migrate();
            assertEquals(plain.schema(), ours.schema());
        }
    }

    @Test
    void plainFlywayGoesOnAfterAnUndo() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.newest();
            ours.to(1);
            assertEquals(2, ours.plainFlyway().migrate().migrationsExecuted);
            assertEquals(new ModuleResult.NoChanges(version(3)), ours.newest());
            ours.to(0);
            assertFalse(ours.tables().contains("vm"), ours.tables());
        }
    }

    @Test
    void whatBrokeInTheMiddleKeepsPlainFlywayOutAndGoesOn() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.migration(4, "breaks", "CREATE TABLE d (id INT);\nINSERT INTO missing VALUES (1);\n");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertTrue(failed.message().contains("statement 1 of 2"), failed.message());
            assertTrue(failed.message().contains("missing"), failed.message());
            assertEquals(
                    List.of(version(0), version(3)),
                    List.of(failed.from().orElseThrow(), failed.reached().orElseThrow()));
            assertTrue(failed.database());
            assertThrows(FlywayException.class, () -> ours.plainFlyway().migrate());
            ModuleStatus.Open open =
                    new ModuleRun(() -> {}).status(ours.module()).open().orElseThrow();
            assertEquals(new ModuleStatus.Open("V4__breaks.sql", version(4), false, 1, 2), open);

            ModuleResult.Failed down = assertInstanceOf(ModuleResult.Failed.class, ours.to(2));
            assertTrue(down.message().contains("V4__breaks.sql was begun and not ended"), down.message());

            ours.sql("CREATE TABLE missing (id INT)");
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(2, changed.scripts().get(0).resumedAt());
            assertContent(ours, 4);
        }
    }

    @Test
    void anUndoThatBrokeInTheMiddleGoesOn() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.newest();
            ours.undo(3, "a procedure", "DROP PROCEDURE p;\nDELETE FROM missing;\n");
            assertInstanceOf(ModuleResult.Failed.class, ours.to(2));
            assertThrows(FlywayException.class, () -> ours.plainFlyway().migrate());
            ModuleResult.Failed up = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertTrue(up.hint().contains("--migration 2"), up.hint());
            ours.undo(3, "a procedure", "DROP PROCEDURE p;\nDELETE FROM vm WHERE id = 99;\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.to(1));
            assertContent(ours, 1);
        }
    }

    @Test
    void aScriptOfWhichNothingIsDoneIsGivenUp() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.migration(4, "breaks", "INSERT INTO missing VALUES (1);\n");
            assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertInstanceOf(ModuleResult.Changed.class, ours.to(2));
            assertContent(ours, 2);
        }
    }

    @Test
    void aPopulatedDatabaseIsAdoptedAndUpdated() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory();
                MigrationRig plain = workshop("plain").withHistory()) {
            plain.plainFlyway().migrate();
            ours.sql(
                    "CREATE TABLE vm (id INT PRIMARY KEY, name VARCHAR(50)) ENGINE=InnoDB",
                    "INSERT INTO vm VALUES (1, 'a'), (2, 'é😀')");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertTrue(failed.hint().contains("--baseline"), failed.hint());
            assertEquals("vm", ours.tables());
            assertEquals(new ModuleResult.Adopted(version(1)), ours.run(new Request.Baseline(version(1), false)));
            assertEquals(new ModuleResult.NoChanges(version(1)), ours.run(new Request.Baseline(version(1), false)));
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertContent(ours, 3);
            assertEquals(plain.schema(), ours.schema());
            ModuleResult.Failed below = assertInstanceOf(ModuleResult.Failed.class, ours.to(0));
            assertTrue(below.message().contains("below version 1"), below.message());
        }
    }

    @Test
    void thePredecessorsVersionAdopts() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory().withPredecessor("migrate_version", "version")) {
            ours.sql(
                    "CREATE TABLE vm (id INT PRIMARY KEY, name VARCHAR(50)) ENGINE=InnoDB",
                    "CREATE TABLE migrate_version (version INT)",
                    "INSERT INTO migrate_version VALUES (1)");
            assertEquals(
                    2,
                    new ModuleRun(() -> {})
                            .plan(ours.module(), new Request.Newest())
                            .size());
            assertEquals("migrate_version vm", ours.tables());
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(List.of(version(1), version(3)), List.of(changed.from(), changed.to()));
            assertContent(ours, 3);
        }
    }

    @Test
    void twoAtOnceDoItOnce() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            CompletableFuture<ModuleResult> other = CompletableFuture.supplyAsync(ours::newest);
            ModuleResult mine = ours.newest();
            List<ModuleResult> results = List.of(mine, other.get());
            assertTrue(results.stream().noneMatch(ModuleResult.Failed.class::isInstance), results.toString());
            assertEquals(List.of("3"), ours.column("SELECT COUNT(*) FROM flyway_schema_history"));
            assertContent(ours, 3);
        }
    }

    @Test
    void whileAnotherRunWorksABaselineWaits() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory();
                Connection other = ours.database().connect();
                Statement statement = other.createStatement()) {
            ours.sql("CREATE TABLE vm (id INT PRIMARY KEY)");
            statement.execute("DO GET_LOCK('" + HistoryTable.lock(ours.settings()) + "', 0)");
            ModuleResult.Failed refused = assertInstanceOf(
                    ModuleResult.Failed.class, ours.withLockTimeout(1, new Request.Baseline(version(1), true)));
            assertTrue(refused.message().startsWith("another run works on this database: "), refused.message());
            assertEquals(ExitCode.UNSAFE, refused.exit());
            assertEquals("vm", ours.tables());
            ModuleResult.Failed unknown =
                    assertInstanceOf(ModuleResult.Failed.class, ours.run(new Request.Baseline(version(9), false)));
            assertEquals("there is no version 9; the newest is 3", unknown.message());
            assertEquals("vm", ours.tables());
        }
    }

    @Test
    void theHistorysTableIsTheOneThatPlainFlywayMakes() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory();
                MigrationRig plain = workshop("plain").withHistory()) {
            plain.plainFlyway().migrate();
            ours.newest();
            String show =
                    "SELECT CONCAT_WS(' ', column_name, column_type, is_nullable, column_default, extra, collation_name)"
                            + " FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'flyway_schema_history'"
                            + " UNION ALL SELECT CONCAT_WS(' ', index_name, non_unique, seq_in_index, column_name)"
                            + " FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'flyway_schema_history'"
                            + " UNION ALL SELECT CONCAT_WS(' ', engine, table_collation) FROM information_schema.tables"
                            + " WHERE table_schema = DATABASE() AND table_name = 'flyway_schema_history'";
            assertEquals(plain.column(show), ours.column(show));
        }
    }

    @Test
    void namesAndTextsStayRightUnderTheScriptsOwnCharacterSet() throws Exception {
        try (MigrationRig ours = workshop("größe")) {
            ours.write(
                    "migrations/V1__größe.sql",
                    "SET NAMES latin1;\nCREATE TABLE t (x VARCHAR(20)) ENGINE=InnoDB;\nSET @text = 'é';\nINSERT INTO t VALUES (@text);\nINSERT INTO missing VALUES (1);\n");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertTrue(
                    failed.message()
                            .startsWith("statements 1 to 4 of 5 of V1__größe.sql are done; statement 5 (line 5) failed:"
                                    + " [42S02/1146] Table '" + ours.database().name() + ".missing' doesn't exist"),
                    failed.message());
            ours.sql("CREATE TABLE missing (n INT)");
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(5, changed.scripts().get(0).resumedAt());
            assertEquals(new ModuleResult.NoChanges(version(1)), ours.newest());
            assertContent(ours, 1);
        }
    }

    @Test
    void aPlanTellsOfACutOffScriptWhatTheNextRunExecutes() throws Exception {
        try (MigrationRig ours = workshop("ours")) {
            ours.migration(1, "cut off", "CREATE TABLE a (n INT) ENGINE=InnoDB;\nINSERT INTO a VALUES (2);\n");
            boolean tookEffect = false;
            for (int at = 1; !tookEffect; at++) {
                ours.cutOff(at);
                tookEffect = ours.tables().contains(" a ") || ours.tables().startsWith("a ");
            }
            assertEquals(List.of(), ours.column("SELECT n FROM aos_migrate_statement WHERE state = 'done'"));
            List<PlannedScript> planned = ours.plan(new Request.Newest());
            assertEquals(
                    List.of("INSERT INTO a VALUES (2)"),
                    planned.get(0).remaining().stream()
                            .map(ScriptStatement::sql)
                            .toList());
            assertEquals(List.of(), ours.column("SELECT n FROM aos_migrate_statement WHERE state = 'done'"));
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(1, changed.scripts().get(0).executed());
        }
    }

    @Test
    void anUndoThatIsCutOffAnywhereIsEndedByTheNextRun() throws Exception {
        List<String> wrong = new ArrayList<>();
        int step = Integer.getInteger("pim.cuts.step", 18);
        boolean ended = false;
        for (int at = 1; !ended; at += step) {
            try (MigrationRig ours = workshop("ours").withHistory()) {
                ours.to(2);
                ended = !ours.cutOffUndo(2, at);
                ModuleResult result = ours.to(1);
                assertTrue(
                        result instanceof ModuleResult.Changed || result.equals(new ModuleResult.NoChanges(version(1))),
                        result.toString());
                String rows = ours.column(
                                "SELECT CONCAT_WS(' ', installed_rank, version, type, success) FROM flyway_schema_history")
                        .toString();
                if (!rows.equals("[1 1 SQL 1, 2 2 SQL 1, 3 2 DELETE 1]")
                        || !ours.plainFlyway()
                                .info()
                                .current()
                                .getVersion()
                                .getVersion()
                                .equals("1")
                        || ours.tables().contains("vms")) {
                    wrong.add(at + ": " + rows);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void twoFaultsHaveEachItsHint() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.to(2);
            ours.migration(1, "first tables", "SELECT 1;\n");
            ours.delete("migrations/V2__a_view.sql");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertEquals(
                    "(1) V1__first_tables.sql was edited after it was applied; (2) version 2 is applied, and its script is"
                            + " missing: V2__a_view.sql",
                    failed.message());
            assertEquals(
                    "(1) put the applied text back, and make the change in a migration of its own; (2) put it back into the"
                            + " folder; is the folder older than the database?",
                    failed.hint());
        }
    }

    @Test
    void anOpenStringStopsTheRunBeforeItsFirstScript() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.migration(4, "open", "INSERT INTO vm VALUES (7, 'it''s);\n");
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertEquals(ExitCode.INVALID_INPUT, failed.exit());
            assertTrue(failed.message().startsWith("V4__open.sql"), failed.message());
            assertEquals("", ours.tables());
        }
    }

    @Test
    void aWordThatNobodyAskedForIsRefused() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            ours.newest();
            ModuleResult.Failed refused = assertInstanceOf(ModuleResult.Failed.class, ours.resolve(Answer.DONE));
            assertEquals("no statement waits for --resolve", refused.message());
        }
    }

    @Test
    void aPlanChangesNothing() throws Exception {
        try (MigrationRig ours = workshop("ours").withHistory()) {
            List<PlannedScript> planned = new ModuleRun(() -> {}).plan(ours.module(), new Request.To(version(2)));
            assertEquals(
                    List.of(2, 2),
                    planned.stream().map(script -> script.remaining().size()).toList());
            new ModuleRun(() -> {}).status(ours.module());
            assertEquals("", ours.tables());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "50%", "a@b", "it's", "say \"x\"", "größe", "a/b?c=d&e", "$x"})
    void aDatabaseOfAnyName(String name) throws Exception {
        try (MigrationRig ours = workshop(name).withHistory()) {
            assertInstanceOf(
                    ModuleResult.Changed.class,
                    ours.newest(),
                    () -> ours.newest().toString());
            assertContent(ours, 3);
            assertInstanceOf(ModuleResult.Changed.class, ours.to(0));
        }
    }

    @Test
    void aDatabaseWhoseNamePlainFlywayCannotQuote() throws Exception {
        try (MigrationRig ours = workshop("back`tick").withHistory()) {
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertInstanceOf(ModuleResult.Changed.class, ours.to(1));
            assertEquals(new ModuleResult.NoChanges(version(1)), ours.to(1));
        }
    }

    @Test
    void aMarkOfTheByteOrderAndWindowsLineEnds() throws Exception {
        try (MigrationRig ours = workshop("ours")) {
            ours.migration(1, "windows", "\uFEFFCREATE TABLE t (x VARCHAR(20));\r\nINSERT INTO t VALUES ('ä');\r\n");
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertContent(ours, 1);
            ours.migration(1, "windows", "CREATE TABLE t (x VARCHAR(20));\nINSERT INTO t VALUES ('ä');\n");
            assertEquals(new ModuleResult.NoChanges(version(1)), ours.newest());
        }
    }

    private MigrationRig workshop(String name) throws IOException {
        String own = name + UUID.randomUUID().toString().substring(0, 8);
        return new MigrationRig(MariaDbServer.shared(), folder.resolve(Integer.toHexString(own.hashCode())), own);
    }

    /** Plain Flyway, stopped at the version, finds nothing to do and nothing to complain of. */
    private static void assertContent(MigrationRig ours, int version) {
        assertTrue(
                ours.plainFlyway().validateWithResult().invalidMigrations.stream()
                        .allMatch(invalid -> invalid.errorDetails.errorMessage.contains("not applied")),
                "Flyway complains at version " + version);
        if (version == 0) {
            assertEquals(List.of(), ours.applied());
            return;
        }
        var flyway = org.flywaydb.core.Flyway.configure()
                .configuration(ours.plainFlyway().getConfiguration())
                .target(MigrationVersion.fromVersion(Integer.toString(version)))
                .load();
        assertEquals(0, flyway.migrate().migrationsExecuted, "at version " + version);
    }

    /** An editor on Windows saves a script between the failure and the next run; statement 3 is the one that failed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CRLF",
                "CRLF and a mark of the byte order",
                "mixed",
                "a blank line behind",
                "no end of the last line",
                "a carriage return alone in a text"
            })
    void aHalfDoneScriptThatWasSavedAgain(String how) throws Exception {
        String lf = "DELIMITER //\nCREATE TABLE t (x TEXT) //\nINSERT INTO t VALUES ('one\n\ntwo') //\nDELIMITER ;\n"
                + "INSERT INTO missing\n VALUES ('three\n-- four');\nINSERT INTO t /* five\n six */ VALUES ('seven');\n";
        String saved =
                switch (how) {
                    case "CRLF" -> lf.replace("\n", "\r\n");
                    case "CRLF and a mark of the byte order" -> "\uFEFF" + lf.replace("\n", "\r\n");
                    case "mixed" -> lf.replace("'one\n", "'one\r\n").replace("//\n", "//\r\n");
                    case "a blank line behind" -> lf + "\n \n\r\n";
                    case "no end of the last line" -> lf.stripTrailing();
                    default -> lf.replace("'one\n", "'one\r");
                };
        for (boolean back : List.of(false, true)) {
            try (MigrationRig ours = workshop("again")) {
                ours.migration(1, "lines", back ? saved : lf);
                assertInstanceOf(ModuleResult.Failed.class, ours.newest());
                ours.sql("CREATE TABLE missing (x TEXT)");
                ours.migration(1, "lines", back ? lf : saved);
                ModuleResult end = ours.newest();
                if (how.startsWith("a carriage return")) {
                    assertTrue(
                            assertInstanceOf(ModuleResult.Failed.class, end)
                                    .message()
                                    .contains("statement 2"),
                            end.toString());
                    continue;
                }
                assertEquals(
                        3,
                        assertInstanceOf(ModuleResult.Changed.class, end)
                                .scripts()
                                .get(0)
                                .resumedAt());
                assertEquals(List.of("one\n\ntwo", "seven"), ours.column("SELECT x FROM t"));
                assertEquals(List.of("three\n-- four"), ours.column("SELECT x FROM missing"));
                ours.plainFlyway().validate();
            }
        }
    }

    @Test
    void aHalfDoneScriptThatWasSavedWithOtherLineEndsResumes() throws Exception {
        try (MigrationRig ours = workshop("saved")) {
            String script = "CREATE TABLE t (x VARCHAR(20));\nINSERT INTO t VALUES ('one\ntwo');\n"
                    + "INSERT INTO missing\n VALUES ('three\nfour');\n";
            ours.migration(1, "lines", script);
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            // what the server has not understood has done nothing
            assertTrue(failed.message().endsWith("missing' doesn't exist"), failed.message());
            ours.sql("CREATE TABLE missing (x VARCHAR(20))");
            ours.migration(1, "lines", script.replace("\n", "\r\n"));
            ModuleResult.Changed changed = assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(3, changed.scripts().get(0).resumedAt());
            assertEquals(List.of("one\ntwo"), ours.column("SELECT x FROM t"));
            assertEquals(List.of("three\nfour"), ours.column("SELECT x FROM missing"));
            ours.plainFlyway().validate();
        }
    }
}
