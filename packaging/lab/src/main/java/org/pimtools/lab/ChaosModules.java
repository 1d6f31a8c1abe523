package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.pimtools.lab.CountedSite.State;

/**
 * The databases of seven modules, whose scripts count what of them is executed: their update, and the rollback of one
 * of two of them. After each pass schema and rows, what was counted, and the tool's own tables are compared with the
 * undisturbed runs.
 */
final class ChaosModules implements AutoCloseable {
    /** Of how many modules the rollback is broken. */
    private static final int ROLLED_BACK = 2;

    /** Which versions are there, how scripts ended, and how many statements were begun and have no end. */
    private static final String BOOKS = "SELECT CONCAT_WS(' ', version, type, success) FROM flyway_schema_history"
            + " WHERE version IS NOT NULL UNION ALL SELECT CONCAT_WS(' ', direction, version, state) FROM aos_migrate_script"
            + " UNION ALL SELECT CONCAT(COUNT(*), ' without end') FROM aos_migrate_statement s WHERE state <> 'done'"
            + " AND NOT EXISTS (SELECT 1 FROM aos_migrate_statement d WHERE d.script = s.script AND d.n = s.n AND d.state = 'done')"
            + " ORDER BY 1";

    private final Path directory;
    private final CountedSite site;
    private final StopAnswers answers;
    private final Map<String, ChaosPace> pacesBack = new TreeMap<>();
    private final Map<String, After> updated = new TreeMap<>();
    private final Map<String, After> rolledBack = new TreeMap<>();
    private final List<LabModule> rolledBackModules;
    private ChaosPace pace;
    private Connection watch;

    /** What a module's database is, but for the times in the tool's own tables. */
    private record After(String dump, List<String> books) {
        /** Without what came before a rollback: the databases that a pass begins with were made by Flyway. */
        After ofTheWayBack() {
            return new After(
                    dump,
                    books.stream().filter(line -> !line.startsWith("MIGRATE ")).toList());
        }
    }

    /** @param directory is made */
    ChaosModules(Path checkout, Path directory, long seed) {
        this.directory = directory;
        try {
            site = new CountedSite(checkout, Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = new StopAnswers(site);
        List<LabModule> modules = new ArrayList<>(site.site().modules());
        Collections.shuffle(modules, new Random(seed));
        rolledBackModules = List.copyOf(modules.subList(0, ROLLED_BACK));
    }

    /** Runs both parts undisturbed. */
    void measure(ChaosReport report) {
        restore(State.FIRST, site.site().modules());
        pace = paced(command(site.site().modules()), report, ChaosPart.MODULE_UPDATE);
        for (LabModule module : site.site().modules()) {
            updated.put(module.name(), after(module));
        }
        for (LabModule module : rolledBackModules) {
            ChaosCommand command = command(List.of(module), back(module));
            pacesBack.put(module.name(), paced(command, report, ChaosPart.MODULE_ROLL_BACK));
            rolledBack.put(module.name(), after(module).ofTheWayBack());
        }
        requireCounted(true, rolledBackModules);
    }

    private ChaosPace paced(ChaosCommand command, ChaosReport report, ChaosPart part) {
        long begin = command.progress().getAsLong();
        long started = System.nanoTime();
        ChaosCalls calls =
                ChaosCalls.of(command, directory.resolve("trace"), new ChaosDisk(directory.resolve("none"), directory));
        ChaosPace pace = new ChaosPace(
                System.nanoTime() - started, begin, command.progress().getAsLong(), calls);
        report.note("%s undisturbed: %.1f s, %,d counted statements, calls of the busiest thread %s"
                .formatted(part.word(), pace.nanos() / 1e9, pace.end() - begin, calls.most()));
        return pace;
    }

    /** The databases at one of their states, and what is to be done with them. */
    final class Pass {
        private final LabModule back;
        private final List<LabModule> modules;
        private final String[] options;

        private Pass(LabModule back) {
            this.back = back;
            this.modules = back == null ? site.site().modules() : List.of(back);
            this.options = back == null ? new String[0] : back(back);
        }

        ChaosCommand command() {
            return ChaosModules.this.command(modules, options);
        }

        ChaosPace pace() {
            return back == null ? pace : pacesBack.get(back.name());
        }

        /** Runs to the end as an operator does, and compares; a line for each difference. */
        List<String> toTheEnd() {
            try {
                answers.runToTheEnd(options);
                List<String> differences = new ArrayList<>();
                for (LabModule module : modules) {
                    After wanted = (back == null ? updated : rolledBack).get(module.name());
                    After found = after(module);
                    differences.addAll(diff(module, wanted, back == null ? found : found.ofTheWayBack()));
                }
                requireCounted(back != null, modules);
                return differences;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RehearsalException e) {
                return List.of(e.getMessage());
            }
        }
    }

    /** Brings the databases of the part to where it begins. @param module the number of the one that is rolled back, from 0 */
    Pass begin(ChaosPart part, int module) {
        if (part == ChaosPart.MODULE_UPDATE) {
            restore(State.FIRST, site.site().modules());
            return new Pass(null);
        }
        restore(State.NEWEST, rolledBackModules);
        return new Pass(rolledBackModules.get(module));
    }

    /** What the tool writes beside the databases. */
    Path files() {
        return directory.resolve(ModuleSite.LOG);
    }

    /** How many modules are rolled back; their numbers begin with 0. */
    int count() {
        return rolledBackModules.size();
    }

    /** The server is broken, and may have lost the connection on which the progress is seen. */
    ChaosHarm harm(ChaosFault fault) {
        try {
            if (watch != null) {
                watch.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return fault.harm(site.site().server(), ModuleSite.USER);
    }

    /** Stops that an operator had to answer so far. */
    String stops() {
        return answers.stops();
    }

    private void restore(State state, List<LabModule> modules) {
        try {
            site.restore(state, modules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireCounted(boolean back, List<LabModule> modules) {
        try {
            site.assertCounted(true, back, modules.toArray(LabModule[]::new));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> diff(LabModule module, After wanted, After found) {
        List<String> differences = new ArrayList<>();
        if (!wanted.dump().equals(found.dump())) {
            differences.add("the schema or the rows of " + module.name());
        }
        if (!wanted.books().equals(found.books())) {
            differences.add(
                    "the versions of " + module.name() + ": expected " + wanted.books() + ", saw " + found.books());
        }
        return differences;
    }

    private After after(LabModule module) {
        List<String> books = new ArrayList<>();
        try (Connection connection = site.site().connect(module);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BOOKS)) {
            while (row.next()) {
                books.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new After(site.site().dump(module), books);
    }

    private ChaosCommand command(List<LabModule> modules, String... options) {
        return new ChaosCommand(site.tool(), List.of(CountedSite.arguments(options)), () -> progress(modules));
    }

    /** On one connection, until something is done to the server. */
    private long progress(List<LabModule> modules) {
        try {
            if (watch == null || watch.isClosed()) {
                watch = site.site().server().connect();
            }
            return site.progress(watch, modules);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] back(LabModule module) {
        return new String[] {"--names", module.name(), "--migration", Integer.toString(CountedModules.FIRST)};
    }

    @Override
    public void close() {
        site.close();
    }
}
