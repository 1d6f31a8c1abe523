package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;

/** Plays the demonstration, then changes what it left: the oracle must agree with the one, and notice the other. */
@Tag("slow")
class ModuleNightTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static MariaDbServer server;
    private static ModuleSite site;
    private static String screen;

    @BeforeAll
    static void play() {
        server = SERVERS.add(MariaDbServer.start());
        site = ModuleSite.make(server, LabModule.copies(CHECKOUT, directory.resolve("modules")), directory);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        new ModuleNight(site, CHECKOUT, directory, new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8)))
                .play();
        screen = shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theScreenShowsTheSessionOfAnOperator() {
        for (String shown : List.of(
                "$ aos-db-migrate --list ",
                "$ aos-db-migrate --dry-run ",
                "| 1 | CloudManager | OK     | 26 -> 28 ",
                "$ aos-db-migrate --names clouds --baseline 7 ",
                "| 1 | CloudManager | OK     | 28 -> 27 |",
                "statement 1 of 3 of V8__how_long_entries_stay.sql is done; statement 2 (line 2) failed",
                "| 1 | Journal     | OK     | 7 -> 8 |",
                "| 1 | Journal     | OK     | 8 -> 5 |")) {
            assertTrue(screen.contains(shown), () -> shown + " is not in\n" + screen);
        }
        assertFalse(screen.contains("\tat "), screen);
        assertTrue(Files.isRegularFile(directory.resolve("dumps/journal.sql")));
    }

    @Test
    void asFarDownAsItGoesAndUpAgainIsWhatPlainFlywayMakes() {
        ModuleOracle oracle = new ModuleOracle(site);
        Map<String, Integer> adoptedAt = Map.of("clouds", 7, "rs_server", 10);
        for (LabModule module : site.modules()) {
            int lowest = adoptedAt.getOrDefault(module.name(), 0);
            run("--names", module.name(), "--migration", Integer.toString(lowest));
            oracle.at(module, lowest);
        }
        run();
        for (LabModule module : site.modules()) {
            oracle.at(module, module.newest());
            oracle.flywayIsContent(module, module.newest());
        }
    }

    @Test
    void theOracleNoticesARowAndATableThatShouldNotBeThere() {
        ModuleOracle oracle = new ModuleOracle(site);
        LabModule monitor = site.module("monitor");
        oracle.at(monitor, 12);
        site.execute(monitor, "INSERT INTO metrics VALUES ('load', '1')");
        assertNoticed("monitor is not at version 12: in line ", () -> oracle.at(monitor, 12));
        site.execute(monitor, "DELETE FROM metrics WHERE name = 'load'");
        assertNoticed("monitor is not at version 11", () -> oracle.at(monitor, 11));
        site.execute(monitor, "CREATE TABLE odd (id INT)");
        assertNoticed("\"DROP TABLE IF EXISTS `odd`;\"", () -> oracle.at(monitor, 12));
        site.execute(monitor, "DROP TABLE odd");
        oracle.at(monitor, 12);
    }

    @Test
    void plainFlywayNoticesAHistoryThatIsNotOfTheFolder() {
        ModuleOracle oracle = new ModuleOracle(site);
        LabModule scheduler = site.module("scheduler");
        oracle.flywayIsContent(scheduler, 8);
        site.execute(scheduler, "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '8'");
        assertNoticed("plain Flyway refuses scheduler", () -> oracle.flywayIsContent(scheduler, 8));
        site.execute(scheduler, "UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '8'");
        oracle.flywayIsContent(scheduler, 8);
    }

    private static void run(String... options) {
        Tool.Result result = site.tool(CHECKOUT)
                .quick()
                .run(Stream.of(options, ModuleSite.here().toArray(String[]::new))
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
        assertEquals(0, result.exit(), result.out() + result.err());
    }

    private static void assertNoticed(String what, Executable look) {
        String message = assertThrows(RehearsalException.class, look).getMessage();
        assertTrue(message.contains(what), message);
    }
}
