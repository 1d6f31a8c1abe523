package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.lab.CountedSite.State;
import org.pimtools.testkit.server.GeneralLog;
import org.pimtools.testkit.server.Servers;

/** What a dry run lists, against what the server's own log says of the run behind it. */
@Tag("slow")
class ModuleDryRunTest {
    /**
     * What tool, Flyway and driver send for themselves; what else reaches the server is of a script. They write names in backquotes
     * and end transactions in capitals, as no script here does, and no script asks the server for anything.
     */
    private static final Pattern OWN = Pattern.compile(
            String.join(
                    "|",
                    "SELECT .*|select .*|SHOW .*",
                    "BEGIN NOT ATOMIC\n(DECLARE lease_is_ours|SELECT) .*",
                    "START TRANSACTION( READ WRITE| WITH CONSISTENT SNAPSHOT)?|(COMMIT|ROLLBACK)( AND NO CHAIN NO RELEASE)?|UNLOCK TABLES",
                    "SET NAMES utf8mb4( COLLATE utf8mb4_general_ci)?|SET STATEMENT lock_wait_timeout = 1.* FOR (SHOW|SELECT|ALTER TABLE `).*",
                    "(CREATE TABLE IF NOT EXISTS|INSERT INTO|INSERT IGNORE INTO|UPDATE|DELETE FROM) `\\w+`\\.`aos_migrate_\\w+` .*",
                    "(CREATE TABLE IF NOT EXISTS|INSERT INTO|DELETE FROM|UPDATE) `\\w+`\\.`flyway_schema_history` .*",
                    "CREATE INDEX `flyway_schema_history_s_idx` .*",
                    "USE `.*|SET @`.*|SET SESSION .*|DO LAST_INSERT_ID\\(\\d+\\)",
                    "SET foreign_key_checks=\\d, sql_safe_updates=\\d",
                    // of a trigger, whose statements the server logs too
                    "INSERT INTO setting_changes VALUES \\(OLD\\.name, OLD\\.value\\)",
                    "set autocommit=\\d|set sql_mode=CONCAT.*"),
            Pattern.DOTALL);

    /** What a script locks is locked together with the tool's own tables, or the journal could not be written. */
    private static final Pattern OWN_LOCKS = Pattern.compile("`\\w+`\\.`aos_migrate_\\w+` WRITE CONCURRENT, ");

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static CountedSite site;

    @BeforeAll
    static void start() throws Exception {
        site = SERVERS.add(new CountedSite(Path.of("../..").toAbsolutePath().normalize(), directory));
    }

    @Test
    void upAllModulesDoWhatWasListed() throws Exception {
        site.restore(State.BEHIND);
        List<String> listed = listed();
        assertEquals(listed, executed());
        assertTrue(listed.contains("start transaction") && listed.contains("CALL count_one()"), listed::toString);
    }

    @Test
    void downEachModuleDoesWhatWasListed() throws Exception {
        site.restore(State.NEWEST);
        for (LabModule module : site.site().modules()) {
            String[] options = {"--names", module.name(), "--migration", Integer.toString(CountedModules.FIRST)};
            assertEquals(listed(options), executed(options));
        }
    }

    @Test
    void behindAScriptThatBrokeOnlyWhatIsLeftIsListedAndDone() throws Exception {
        site.restore(State.NEWEST);
        LabModule journal = site.site().module("journal");
        int version = journal.newest() + 1;
        Path script = journal.migrations().resolve("V" + version + "__journal_breaks.sql");
        String right = "INSERT INTO trace VALUES ('V', 1, 1);\nSET @n = 2;\nINSERT INTO trace VALUES ('V', 1, @n);\n";
        Files.writeString(script, right.replace("trace VALUES ('V', 1, @n)", "trade VALUES ('V', 1, @n)"));
        assertEquals(1, site.run("--names", "journal").exit());
        Files.writeString(script, right);
        List<String> listed = listed("--names", "journal");
        assertEquals(List.of("INSERT INTO trace VALUES ('V', 1, @n)"), listed);
        assertEquals(listed, executed("--names", "journal"));
        Files.delete(script);
    }

    @Test
    void aDefinitionThatTookEffectBehindACutIsNotListedAgain() throws Exception {
        site.restore(State.NEWEST);
        LabModule monitor = site.site().module("monitor");
        int version = monitor.newest() + 1;
        Path script = Files.writeString(
                monitor.migrations().resolve("V" + version + "__monitor_slow.sql"),
                "CREATE TABLE slow (a INT NOT NULL) ENGINE=InnoDB;\n"
                        + "INSERT INTO slow SELECT seq FROM seq_1_to_200;\n"
                        + "ALTER TABLE slow ADD CONSTRAINT heavy CHECK (SHA2(REPEAT(a, 300000), 512) <> '');\n"
                        + "INSERT INTO trace VALUES ('V', " + version + ", 1);\n");
        try (Connection watch = site.site().server().connect();
                Statement statement = watch.createStatement()) {
            Process process = site.start("--names", "monitor");
            while (process.isAlive() && !runs(statement, "ALTER TABLE slow %")) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            process.destroyForcibly().waitFor();
            while (runs(statement, "ALTER TABLE slow %")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        List<String> listed = listed("--names", "monitor");
        assertEquals(List.of("INSERT INTO trace VALUES ('V', " + version + ", 1)"), listed);
        assertEquals(listed, executed("--names", "monitor"));
        Files.delete(script);
    }

    private static boolean runs(Statement watch, String like) throws Exception {
        try (var row = watch.executeQuery(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '" + like + "'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    /** What a dry run lists, once it is sure that it changed nothing. */
    private static List<String> listed(String... options) throws IOException {
        List<String> before = dumps();
        Tool.Result result = site.run(Stream.of(options, new String[] {"--dry-run", "--format", "json"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
        assertEquals(0, result.exit(), result.out() + result.err());
        assertEquals(before, dumps());
        List<String> listed = new ArrayList<>();
        for (JsonNode module : new ObjectMapper().readTree(result.out()).at("/result/modules")) {
            for (JsonNode script : module.get("scripts")) {
                script.get("statements")
                        .forEach(statement -> listed.add(statement.get("sql").textValue()));
            }
        }
        assertFalse(listed.isEmpty(), result.out());
        assertEquals(List.of(), listed.stream().filter(OWN.asMatchPredicate()).toList());
        return listed;
    }

    /** What of scripts reaches the server in a run. */
    private static List<String> executed(String... options) {
        try (GeneralLog log = site.site().server().generalLog()) {
            Tool.Result result = site.run(options);
            assertEquals(0, result.exit(), result.out() + result.err());
            return log.statements(ModuleSite.USER).stream()
                    .filter(OWN.asMatchPredicate().negate())
                    .map(statement -> OWN_LOCKS.matcher(statement).replaceAll(""))
                    .toList();
        }
    }

    private static List<String> dumps() {
        return site.site().modules().stream().map(site.site()::dumpOfAll).toList();
    }
}
