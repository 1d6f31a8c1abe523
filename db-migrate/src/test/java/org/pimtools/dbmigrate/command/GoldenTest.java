package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outputs that operators and their scripts know, to the byte, on databases that plain Flyway brought to the state of the case. */
@Tag("slow")
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    Path home;

    @Test
    void allModulesTwoBehind() throws IOException {
        try (Controller controller = new Controller(home)
                .module("dashboard", 10, Controller.NEWEST)
                .module("rs_server", 10, Controller.NEWEST)
                .others()) {
            assertEquals("", plays("all-modules-two-behind", controller).err());
        }
    }

    @Test
    void sideBySideTheTableHasTheSameOrder() throws IOException {
        try (Controller controller = new Controller(home)
                .module("dashboard", 10, Controller.NEWEST)
                .module("rs_server", 10, Controller.NEWEST)
                .others()) {
            Controller.Seen seen = controller.run("--parallel", "3");
            assertEquals(text("all-modules-two-behind.out"), seen.out(), seen.err());
            assertEquals("", seen.err());
        }
    }

    @Test
    void oneModule() throws IOException {
        try (Controller controller = new Controller(home).module("dashboard", 9, 10)) {
            assertEquals("", plays("one-module-9-to-10", controller).err());
        }
    }

    @Test
    void twoModulesOfWhichOneIsCurrent() throws IOException {
        try (Controller controller = new Controller(home)
                .module("dashboard", 11, Controller.NEWEST)
                .module("cloud_manager", 25, Controller.NEWEST)) {
            assertEquals("", plays("two-modules-one-current", controller).err());
        }
    }

    @Test
    void rollback() throws IOException {
        try (Controller controller = new Controller(home).module("cloud_manager", 27, Controller.NEWEST)) {
            assertEquals("", plays("rollback-27-to-26", controller).err());
        }
    }

    @Test
    void list() throws IOException {
        try (Controller controller = new Controller(home).down()) {
            plays("list", controller);
            assertTrue(Files.notExists(home.resolve("run.log")));
        }
    }

    @Test
    void databaseDown() throws IOException {
        try (Controller controller = new Controller(home).down()) {
            assertEquals(
                    """
                    aos-db-migrate: error: Dashboard, CloudManager: SQLNonTransientConnectionException: the database at 127.0.0.1:1: [08000/0] Socket fail to connect to 127.0.0.1:1. Connection refused
                    hint: does the server run at 127.0.0.1:1, and does a firewall let this host through?
                    aos-db-migrate: error: 2 of 2 modules failed: Dashboard, CloudManager
                    hint: see each one's cause and hint above (log: HOME/run.log)
                    """.replace("HOME", home.toString()),
                    plays("database-down", controller).err());
        }
    }

    @Test
    void everyCaseIsPlayed() throws IOException {
        try (Stream<Path> cases = Files.list(GOLDEN)) {
            assertEquals(
                    List.of(
                            "all-modules-two-behind",
                            "database-down",
                            "list",
                            "one-module-9-to-10",
                            "rollback-27-to-26",
                            "two-modules-one-current"),
                    cases.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".out"))
                            .map(name -> name.replace(".out", ""))
                            .sorted()
                            .toList());
        }
    }

    private static Controller.Seen plays(String name, Controller controller) throws IOException {
        String args = text(name + ".args").strip();
        Controller.Seen seen = controller.run(args.isEmpty() ? List.of() : List.of(args.split(" ")));
        assertEquals(text(name + ".out"), seen.out(), seen.err());
        assertEquals(text(name + ".exit").strip(), String.valueOf(seen.exit()));
        return seen;
    }

    private static String text(String file) throws IOException {
        return Files.readString(GOLDEN.resolve(file));
    }
}
