package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** The lab's modules by themselves, with nothing of ours between them and the database. */
@Tag("slow")
class LabModulesTest {
    private static final Path MODULES = Path.of("modules");

    @ParameterizedTest
    @CsvSource({
        "cloud_manager, 28",
        "clouds, 9",
        "dashboard, 11",
        "journal, 7",
        "monitor, 12",
        "rs_server, 11",
        "scheduler, 8"
    })
    void eachUndoBringsBackWhatWasBeforeItsMigration(String module, int newest) throws IOException {
        Path folder = MODULES.resolve(module);
        try (Database database = MariaDbServer.shared().createDatabase()) {
            List<String> states = new ArrayList<>();
            states.add(dump(database));
            for (int version = 1; version <= newest; version++) {
                play(database, script(folder.resolve("migrations"), "V", version));
                states.add(dump(database));
                assertNotEquals(states.get(version - 1), states.get(version), module + " " + version);
            }
            for (int version = newest; version >= 1; version--) {
                play(database, script(folder.resolve("undo"), "U", version));
                assertEquals(states.get(version - 1), dump(database), module + " " + version);
            }
            for (int version = 1; version <= newest; version++) {
                play(database, script(folder.resolve("migrations"), "V", version));
            }
            assertEquals(states.get(newest), dump(database));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cloud_manager, 28",
        "clouds, 9",
        "dashboard, 11",
        "journal, 7",
        "monitor, 12",
        "rs_server, 11",
        "scheduler, 8"
    })
    void flywayComesToTheSameDatabaseAsTheClient(String module, int newest) throws IOException {
        Path migrations = MODULES.resolve(module).resolve("migrations");
        MariaDbServer server = MariaDbServer.shared();
        try (Database byFlyway = server.createDatabase();
                Database byClient = server.createDatabase()) {
            Flyway flyway = Flyway.configure()
                    .dataSource(byFlyway.jdbcUrl(), server.user(), server.password())
                    .locations("filesystem:" + migrations)
                    .load();
            assertEquals(newest, flyway.migrate().migrationsExecuted);
            assertEquals(0, flyway.migrate().migrationsExecuted);
            for (int version = 1; version <= newest; version++) {
                play(byClient, script(migrations, "V", version));
            }
            assertEquals(dump(byClient), dump(byFlyway));
        }
    }

    private static Path script(Path folder, String prefix, int version) throws IOException {
        try (var files = Files.newDirectoryStream(folder, prefix + version + "__*.sql")) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            assertEquals(1, found.size(), () -> folder + " " + prefix + version + ": " + found);
            return found.get(0);
        }
    }

    /** With spaces ignored and comments sent, as Connector/J does both: each shows in the dump of a routine. */
    private static void play(Database database, Path script) {
        database.server().run("mariadb", script, List.of("--ignore-spaces", "--comments", database.name()));
    }

    private static String dump(Database database) {
        return database.dump("flyway_schema_history");
    }
}
