package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the night that belongs to the modules' databases, command by command, with the oracle's word after each. */
final class ModuleNight {
    private static final int ADOPTED = 7;

    private final ModuleSite site;
    private final Screen screen;
    private final Path directory;
    private final Tool tool;
    private final ModuleOracle oracle;

    /** Where each module's database must be; nothing for one that is to be left alone. */
    private final Map<LabModule, Integer> expected = new LinkedHashMap<>();

    ModuleNight(ModuleSite site, Path checkout, Path directory, Screen screen) {
        this.site = site;
        this.screen = screen;
        this.directory = directory;
        this.tool = site.tool(checkout).quick();
        this.oracle = new ModuleOracle(site);
    }

    /** An update and a rollback, with nothing in the way. */
    void playInShort() {
        startAt(Map.of("cloud_manager", 26, "dashboard", 10, "rs_server", 10));
        type(0, "--status");
        type(0);
        site.modules().forEach(module -> expected.put(module, module.newest()));
        check();
        type(0, "--names", "dashboard", "--migration", "10");
        expected.put(site.module("dashboard"), 10);
        check();
        type(0, "--names", "dashboard");
        expected.put(site.module("dashboard"), 11);
        check();
    }

    /** A night with everything in it that can come. */
    void play() {
        startAt(Map.of("cloud_manager", 26, "clouds", ADOPTED, "dashboard", 10, "rs_server", 10, "scheduler", 0));
        site.execute(site.module("clouds"), "DROP TABLE flyway_schema_history");
        screen.note(
                "clouds was made before there was a history: its tables are there, and nothing tells their version");
        site.execute(
                site.module("rs_server"),
                "DROP TABLE flyway_schema_history",
                "CREATE TABLE migrate_version (version INT NOT NULL PRIMARY KEY)",
                "INSERT INTO migrate_version VALUES (10)");
        screen.note("rs_server has the version table of the tool before: migrate_version says 10");

        look();
        update();
        back();
        broken();
        rollBack();
        end();
    }

    private void look() {
        screen.chapter("What there is");
        type(0, "--list");
        type(0, "--status");
        List<String> before = dumps();
        type(1, "--dry-run");
        if (!dumps().equals(before)) {
            throw new RehearsalException("the dry run changed a database");
        }
        screen.oracle("the dry run changed nothing, and made no table");
    }

    private void update() {
        screen.chapter("The update");
        type(1);
        for (LabModule module : site.modules()) {
            if (!module.name().equals("clouds")) {
                expected.put(module, module.newest());
            }
        }
        check();
        screen.note("the operator knows that clouds is as version " + ADOPTED + " made it");
        type(0, "--names", "clouds", "--baseline", Integer.toString(ADOPTED));
        expected.put(site.module("clouds"), ADOPTED);
        check();
        type(0);
        expected.put(site.module("clouds"), site.module("clouds").newest());
        check();
    }

    private void back() {
        screen.chapter("A version back, and up again");
        type(0, "--names", "cloud_manager", "--migration", "27");
        expected.put(site.module("cloud_manager"), 27);
        check();
        type(0, "--names", "cloud_manager");
        expected.put(site.module("cloud_manager"), 28);
        check();
    }

    private void broken() {
        screen.chapter("A script that breaks in the middle");
        LabModule journal = site.module("journal");
        Path script = journal.migrations().resolve("V8__how_long_entries_stay.sql");
        String right = """
                CREATE TABLE retention (action VARCHAR(64) NOT NULL PRIMARY KEY, days INT NOT NULL);
                INSERT INTO retention VALUES ('installed', 3650);
                ALTER TABLE entries ADD COLUMN kept_until DATE NULL;
                """;
        write(script, right.replace("INTO retention", "INTO retentoin"));
        write(
                journal.undo().resolve("U8__how_long_entries_stay.sql"),
                "ALTER TABLE entries DROP COLUMN kept_until;\nDROP TABLE retention;\n");
        screen.note("the module's author delivers " + directory.relativize(script)
                + ", with a name misspelt in statement 2");
        expected.remove(journal);
        type(1, "--verbose");
        check();
        if (site.number(journal, "SELECT COUNT(*) FROM retention") != 0) {
            throw new RehearsalException("statement 1 of " + script.getFileName() + " is not all that was done");
        }
        screen.oracle("statement 1 is done, and nothing else; plain Flyway would not tell");
        type(1, "--status");
        write(script, right);
        screen.note("the operator mends statement 2");
        type(0, "--names", "journal");
        expected.put(journal, 8);
        check();
    }

    private void rollBack() {
        screen.chapter("The rollback");
        Map<String, Integer> versions = Map.of("dashboard", 9, "journal", 5);
        for (String name : List.of("dashboard", "journal")) {
            String version = versions.get(name).toString();
            type(0, "--names", name, "--migration", version, "--dry-run");
            type(0, "--names", name, "--migration", version);
            expected.put(site.module(name), versions.get(name));
            check();
        }
    }

    private void end() {
        screen.chapter("The end");
        type(0, "--status");
        expected.forEach(oracle::flywayIsContent);
        screen.oracle("plain Flyway, asked to go to the same versions, validates every history and has nothing to do");
        oracle.write(directory.resolve("dumps"));
    }

    /** Has plain Flyway fill the databases, to the newest version where nothing else is said. */
    private void startAt(Map<String, Integer> versions) {
        List<String> states = new ArrayList<>();
        for (LabModule module : site.modules()) {
            int version = versions.getOrDefault(module.name(), module.newest());
            if (version > 0) {
                site.fill(module, version);
            }
            states.add(module.name() + " " + version + " of " + module.newest());
        }
        screen.note("plain Flyway made " + String.join(", ", states));
    }

    private void type(int exit, String... options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        arguments.addAll(ModuleSite.here());
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        screen.command("controller", tool.name(), arguments, result);
        if (result.exit() != exit) {
            throw new RehearsalException("%s %s ended with exit code %d instead of %d"
                    .formatted(tool.name(), String.join(" ", options), result.exit(), exit));
        }
    }

    private void check() {
        expected.forEach(oracle::at);
        screen.oracle("the dumps of " + expected.size() + " databases are those of their versions");
    }

    private List<String> dumps() {
        return site.modules().stream().map(site::dumpOfAll).toList();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
