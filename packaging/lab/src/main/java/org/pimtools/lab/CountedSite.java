package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;

/** A server of its own with the databases of the counted modules, which is brought back to a state as often as is needed. */
final class CountedSite implements AutoCloseable {
    /** Where the databases can be brought back to. */
    enum State {
        /** All have the counting tables, and nothing else. */
        FIRST,
        /** All miss the two newest versions, but for one, which is as new as a database can be: empty. */
        BEHIND,
        NEWEST;

        private int version(LabModule module) {
            return switch (this) {
                case FIRST -> CountedModules.FIRST;
                case BEHIND -> module.name().equals("scheduler") ? 0 : module.newest() - 2;
                case NEWEST -> module.newest();
            };
        }
    }

    private final Path checkout;
    private final Path snapshots;
    private final MariaDbServer server = MariaDbServer.start();
    private final ModuleSite site;
    private final Tool tool;

    /** @param directory where the tool runs and all files go */
    CountedSite(Path checkout, Path directory) throws IOException {
        this.checkout = checkout;
        snapshots = Files.createDirectories(directory.resolve("snapshots"));
        site = ModuleSite.make(server, CountedModules.make(checkout, directory.resolve("modules")), directory);
        tool = site.tool(checkout).quick();
        tool.run(arguments("--dry-run"));
    }

    ModuleSite site() {
        return site;
    }

    Tool tool() {
        return tool;
    }

    Process start(String... options) {
        return tool.start(List.of(arguments(options)));
    }

    Tool.Result run(String... options) {
        return tool.run(arguments(options));
    }

    /** All databases as plain Flyway leaves them at such a state, and all scripts as they were. */
    void restore(State state) throws IOException {
        restore(state, site.modules());
    }

    /** Some databases as plain Flyway leaves them at such a state, and all scripts as they were. */
    void restore(State state, List<LabModule> modules) throws IOException {
        for (LabModule lab : LabModule.all(checkout.resolve("packaging/lab/modules"))) {
            CountedModules.make(lab, site.module(lab.name()).folder());
        }
        Path snapshot = snapshots.resolve(
                modules.stream().map(LabModule::name).collect(Collectors.joining("-", state.name() + "-", "")));
        if (Files.exists(snapshot)) {
            server.run("mariadb", snapshot, List.of("--comments"));
            return;
        }
        for (LabModule module : modules) {
            new Database(server, module.name()).close();
            server.createDatabase(module.name());
            int version = state.version(module);
            if (version > 0) {
                site.fill(module, version);
            }
        }
        List<String> arguments =
                new ArrayList<>(List.of("--skip-comments", "--routines", "--add-drop-database", "--databases"));
        modules.forEach(module -> arguments.add(module.name()));
        Files.writeString(snapshot, server.run("mariadb-dump", Path.of("/dev/null"), arguments));
    }

    Map<String, String> dumps() {
        return dumps(site.modules().toArray(LabModule[]::new));
    }

    Map<String, String> dumps(LabModule... modules) {
        return Arrays.stream(modules).collect(Collectors.toMap(LabModule::name, site::dump, (a, b) -> a, TreeMap::new));
    }

    Map<String, Integer> counted(LabModule module) throws SQLException {
        try (Connection connection = site.connect(module)) {
            return CountedModules.counted(connection);
        }
    }

    /** How many statements that count were executed for good so far. */
    long progress(Connection watch, List<LabModule> modules) throws SQLException {
        String sums = modules.stream()
                .map(module -> "SELECT COUNT(*) c FROM " + module.name() + ".trace")
                .collect(Collectors.joining(" UNION ALL "));
        try (var statement = watch.createStatement();
                var row = statement.executeQuery("SELECT SUM(c) FROM (" + sums + ") t")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @throws RehearsalException unless each counted statement of the modules was executed exactly once, on the way that was gone */
    void assertCounted(boolean updated, boolean rolledBack, LabModule... modules) throws SQLException {
        for (LabModule module : modules) {
            Map<String, Integer> wanted = CountedModules.counts(module, updated, rolledBack);
            Map<String, Integer> found = counted(module);
            if (!wanted.equals(found)) {
                throw new RehearsalException(module.name() + " counted " + found + " instead of " + wanted);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }

    static String[] arguments(String... options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        arguments.addAll(ModuleSite.here());
        return arguments.toArray(String[]::new);
    }
}
