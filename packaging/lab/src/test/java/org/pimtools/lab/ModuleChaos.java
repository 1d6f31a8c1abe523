package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.MariaDbServer;

/** A site with counted modules that is brought back to a state as often as is needed, and an operator who answers every stop. */
final class ModuleChaos implements AutoCloseable {
    private static final Pattern STATEMENT =
            Pattern.compile("statement (\\d+) of \\d+ \\(line \\d+\\) of ([VU]\\d+__(\\S+)\\.sql)");
    private static final Pattern COUNTED = Pattern.compile("INSERT INTO untransacted VALUES \\('([VU])', (\\d+)\\)");

    /** Whether a statement took effect of which nobody else can know, by how it begins; each is there once in all modules. */
    private static final Map<String, String> EFFECTS = Map.ofEntries(
            Map.entry("INSERT INTO notes VALUES ('44444444-0000-4000-8000-000000000001'", "SELECT COUNT(*) FROM notes"),
            Map.entry(
                    "INSERT INTO notes VALUES ('44444444-0000-4000-8000-000000000002'",
                    "SELECT COUNT(*) > 1 FROM notes"),
            Map.entry("DELETE FROM notes", "SELECT COUNT(*) < 2 FROM notes"),
            Map.entry(
                    "UPDATE quotas SET hard_limit = hard_limit * 2",
                    "SELECT hard_limit = 128 FROM quotas WHERE resource = 'vcpus'"),
            Map.entry(
                    "UPDATE quotas SET hard_limit = hard_limit / 2",
                    "SELECT hard_limit = 64 FROM quotas WHERE resource = 'vcpus'"),
            Map.entry(
                    "INSERT INTO settings VALUES ('poll.seconds'",
                    "SELECT COUNT(*) FROM settings WHERE name = 'poll.seconds'"),
            Map.entry("INSERT INTO settings VALUES ('banner'", "SELECT COUNT(*) FROM settings WHERE name = 'banner'"));

    private final Path checkout = Path.of("../..").toAbsolutePath().normalize();
    private final Path directory;
    private final Path snapshots;
    private final MariaDbServer server = MariaDbServer.start();
    private final ModuleSite site;
    private final Tool tool;

    /** How often a statement had to be decided, and how often one had to be put in front of another again. */
    private final Map<String, Integer> decided = new TreeMap<>();

    private final Map<String, Integer> putAgain = new TreeMap<>();

    ModuleChaos(Path directory) throws IOException {
        this.directory = directory;
        snapshots = Files.createDirectories(directory.resolve("snapshots"));
        site = ModuleSite.make(server, CountedModules.make(checkout, directory.resolve("modules")), directory);
        Path classes = directory.resolve("classes.jsa");
        site.tool(checkout).writing(classes).run(arguments("--list"));
        tool = site.tool(checkout).with(classes);
        site.modules().forEach(module -> site.fill(module, CountedModules.FIRST));
        save("first");
        site.modules().forEach(module -> site.fill(module, module.newest()));
        save("newest");
    }

    ModuleSite site() {
        return site;
    }

    Process start(String... options) {
        return tool.start(List.of(arguments(options)));
    }

    Tool.Result run(String... options) {
        return tool.run(arguments(options));
    }

    /** All databases as plain Flyway left them, and all scripts as they were. @param state {@code first} or {@code newest} */
    void restore(String state) throws IOException {
        server.run("mariadb", snapshots.resolve(state), List.of());
        for (LabModule lab : LabModule.all(checkout.resolve("packaging/lab/modules"))) {
            CountedModules.make(lab, site.module(lab.name()).folder());
        }
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

    /**
     * Runs to the end, as an operator does after something was cut off: looks at what a stop names, and answers as the database
     * shows it, or puts into the script what it says must be there again.
     */
    void runToTheEnd(String... options) throws IOException {
        Tool.Result result = run(options);
        while (result.exit() != 0) {
            boolean answered = answer(result.err());
            assertTrue(answered, "exit " + result.exit() + "\n" + result.out() + result.err());
            result = run(options);
        }
    }

    /** Answers all stops of a run; true when there was one. */
    private boolean answer(String errors) throws IOException {
        boolean answered = false;
        for (String line : errors.lines().toList()) {
            Matcher place = STATEMENT.matcher(line);
            if (!place.find()) {
                continue;
            }
            LabModule module = site.modules().stream()
                    .filter(one -> place.group(3).startsWith(one.name() + "_"))
                    .findFirst()
                    .orElseThrow();
            Path folder = place.group(2).startsWith("V") ? module.migrations() : module.undo();
            Path script = folder.resolve(place.group(2));
            int number = Integer.parseInt(place.group(1));
            if (line.contains("neither the journal nor the catalogue can tell")) {
                resolve(module, CountedModules.statements(script).get(number - 1));
                answered = true;
            } else if (line.contains("would run in a new session")) {
                putAgain(script, number);
                answered = true;
            }
        }
        return answered;
    }

    private void resolve(LabModule module, String statement) {
        decided.merge(firstLine(statement), 1, Integer::sum);
        String answer = site.number(module, effect(statement)) > 0 ? "done" : "repeat";
        boolean undo = site.number(
                        module, "SELECT COUNT(*) FROM aos_migrate_script WHERE state = 'open' AND direction = 'UNDO'")
                > 0;
        List<String> options = new ArrayList<>(List.of("--names", module.name(), "--resolve", answer));
        if (undo) {
            options.addAll(List.of("--migration", Integer.toString(CountedModules.FIRST)));
        }
        // it may be stopped again, behind what was answered
        Tool.Result result = run(options.toArray(String[]::new));
        String said = result.out() + result.err();
        assertTrue(
                result.exit() == 0 || STATEMENT.matcher(said).find() && !said.contains(firstLine(statement)),
                statement + "\n" + said);
    }

    private static String effect(String statement) {
        Matcher counted = COUNTED.matcher(statement);
        if (counted.matches()) {
            return "SELECT COUNT(*) FROM untransacted WHERE direction = '" + counted.group(1) + "' AND version = "
                    + counted.group(2);
        }
        return EFFECTS.entrySet().stream()
                .filter(entry -> statement.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("how is one to see whether it took effect: " + statement));
    }

    /** What locks tables, or makes and fills a temporary one, in front of the statement that needs it. */
    private void putAgain(Path script, int number) throws IOException {
        List<String> statements = CountedModules.statements(script);
        putAgain.merge(script.getFileName() + " " + number, 1, Integer::sum);
        List<String> again = statements.subList(0, number - 1).stream()
                .filter(statement -> statement.startsWith("LOCK TABLES") || statement.contains(" defaults"))
                .distinct()
                .toList();
        assertTrue(!again.isEmpty(), script + " " + number);
        List<String> mended = new ArrayList<>(statements);
        mended.addAll(number - 1, again);
        Files.writeString(script, String.join(";\n", mended) + ";\n");
    }

    /** @throws AssertionError unless each counted statement of the modules was executed exactly once, on the way that was gone */
    void assertCounted(boolean updated, boolean rolledBack, LabModule... modules) throws SQLException {
        for (LabModule module : modules) {
            assertEquals(CountedModules.counts(module, updated, rolledBack), counted(module), module.name());
        }
    }

    /** For the printed summary. */
    String stops() {
        return decided.values().stream().mapToInt(Integer::intValue).sum()
                + " named stops answered with --resolve " + decided + ", "
                + putAgain.values().stream().mapToInt(Integer::intValue).sum()
                + " stops for a lost lock or temporary table answered in the script " + putAgain;
    }

    @Override
    public void close() {
        server.close();
    }

    private void save(String state) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--skip-comments", "--routines", "--add-drop-database", "--databases"));
        site.modules().forEach(module -> arguments.add(module.name()));
        Files.writeString(snapshots.resolve(state), server.run("mariadb-dump", Path.of("/dev/null"), arguments));
    }

    private static String[] arguments(String... options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        arguments.addAll(ModuleSite.here());
        return arguments.toArray(String[]::new);
    }

    private static String firstLine(String statement) {
        return statement.lines().findFirst().orElse("");
    }
}
