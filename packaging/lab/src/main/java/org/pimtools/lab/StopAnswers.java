package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An operator who runs what was cut off again, and answers every stop as the database shows it. */
final class StopAnswers {
    private static final Pattern ASKED =
            Pattern.compile("statements? ([\\d, ]+)(?: of \\d+ \\(line \\d+\\))? of ([VU]\\d+__(\\S+)\\.sql) ");
    private static final Pattern COUNTED =
            Pattern.compile("INSERT INTO (untransacted|locked) VALUES \\('([VU])', (\\d+)(?:, (\\d+))?\\)");

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

    private final CountedSite site;

    /** How often a statement had to be decided, and how often one had to be put in front of another again. */
    private final Map<String, Integer> decided = new TreeMap<>();

    private final Map<String, Integer> putAgain = new TreeMap<>();

    StopAnswers(CountedSite site) {
        this.site = site;
    }

    /**
     * Runs to the end, as an operator does after something was cut off: looks at what a stop names, and answers as the database
     * shows it, or puts into the script what it says must be there again.
     *
     * @throws RehearsalException when a run fails for another reason, or asks the same again
     */
    void runToTheEnd(String... options) throws IOException {
        Set<String> asked = new HashSet<>();
        Tool.Result result = site.run(options);
        while (result.exit() != 0) {
            String said = "exit " + result.exit() + "\n" + result.out() + result.err();
            require(answer(result.err().lines().toList(), asked), said);
            result = site.run(options);
        }
    }

    /** Answers all stops of a run; false when there is none, or one was answered before. */
    private boolean answer(List<String> errors, Set<String> asked) throws IOException {
        boolean answered = false;
        for (int i = 0; i < errors.size(); i++) {
            String line = errors.get(i);
            Matcher place = ASKED.matcher(line);
            boolean unknown = line.contains("neither the journal nor the catalogue can tell");
            if (!unknown && !line.contains("would run in a new session") || !place.find()) {
                continue;
            }
            if (!asked.add(place.group())) {
                return false;
            }
            LabModule module = site.site().modules().stream()
                    .filter(one -> place.group(3).startsWith(one.name() + "_"))
                    .findFirst()
                    .orElseThrow();
            Path folder = place.group(2).startsWith("V") ? module.migrations() : module.undo();
            Path script = folder.resolve(place.group(2));
            List<Integer> numbers =
                    Stream.of(place.group(1).split(", ")).map(Integer::valueOf).toList();
            if (unknown) {
                resolve(module, script, numbers);
            } else {
                putAgain(script, numbers.get(0), errors.get(i + 1));
            }
            answered = true;
        }
        return answered;
    }

    private void resolve(LabModule module, Path script, List<Integer> numbers) throws IOException {
        List<String> all = CountedModules.statements(script);
        List<String> begun = numbers.stream().map(number -> all.get(number - 1)).toList();
        List<Boolean> effects = begun.stream()
                .map(statement -> site.site().number(module, effect(statement)) > 0)
                .distinct()
                .toList();
        require(effects.size() == 1, "one took effect and another did not: " + begun);
        String answer = effects.get(0) ? "done" : "repeat";
        begun.forEach(statement -> decided.merge(
                statement.lines().findFirst().orElseThrow().replaceAll("\\d+", "N") + " " + answer, 1, Integer::sum));
        List<String> options = new ArrayList<>(List.of("--names", module.name(), "--resolve", answer));
        if (script.getFileName().toString().startsWith("U")) {
            options.addAll(List.of("--migration", Integer.toString(CountedModules.FIRST)));
        }
        // it may be stopped again, behind what was answered
        Tool.Result result = site.run(options.toArray(String[]::new));
        require(result.exit() == 0 || result.exit() == 1, result.out() + result.err());
    }

    private static String effect(String statement) {
        Matcher counted = COUNTED.matcher(statement);
        if (counted.matches()) {
            return "SELECT COUNT(*) FROM " + counted.group(1) + " WHERE direction = '" + counted.group(2)
                    + "' AND version = " + counted.group(3)
                    + (counted.group(4) == null ? "" : " AND n = " + counted.group(4));
        }
        return EFFECTS.entrySet().stream()
                .filter(entry -> statement.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new RehearsalException("how is one to see whether it took effect: " + statement));
    }

    /** What locks tables, or makes and fills a temporary one, in front of the statement that needs it. */
    private void putAgain(Path script, int number, String hint) throws IOException {
        List<String> statements = CountedModules.statements(script);
        boolean lock = hint.contains("the LOCK TABLES");
        List<String> again = statements.subList(0, number - 1).stream()
                .filter(statement -> lock
                        ? statement.startsWith("LOCK TABLES ")
                        : statement.matches("(?s)(CREATE TEMPORARY TABLE|INSERT INTO) defaults .*"))
                .distinct()
                .toList();
        require(!again.isEmpty(), script + " " + number + " " + hint);
        putAgain.merge(lock ? "LOCK TABLES" : "temporary table", 1, Integer::sum);
        List<String> mended = new ArrayList<>(statements);
        mended.addAll(number - 1, again);
        Files.writeString(script, String.join(";\n", mended) + ";\n");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RehearsalException(otherwise);
        }
    }

    /** For the printed summary. */
    String stops() {
        return decided.values().stream().mapToInt(Integer::intValue).sum()
                + " named stops answered with --resolve " + decided + ", "
                + putAgain.values().stream().mapToInt(Integer::intValue).sum()
                + " stops for a lost lock or temporary table answered in the script " + putAgain;
    }
}
