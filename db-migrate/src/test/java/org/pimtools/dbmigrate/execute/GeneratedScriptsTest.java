package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.flyway.ScriptFile;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;

/**
 * Generated scripts: cut off at random round trips and resumed, they leave what the {@code mariadb} client leaves that runs them
 * undisturbed; or they stop, and whoever follows the hint of the stop gets there. {@code -Dpim.scripts=2000 -Dpim.seed=7} tries others,
 * {@code -Dpim.scripts=1} with the number of a script that one.
 */
@Tag("slow")
class GeneratedScriptsTest {
    private static final int SCRIPTS = Integer.getInteger("pim.scripts", 100);
    private static final long SEED = Long.getLong("pim.seed", 1L);
    private static final int AT_ONCE = 3;
    private static final int MOST_CUTS = 3;
    private static final int MOST_STOPS = 8;
    private static final Pattern AGAIN = Pattern.compile(
            "put the statements that make and fill the (?:temporary table|prepared statement) (\\S+) again in front of"
                    + " statement (\\d+) in the file, and run again");
    private static final Pattern NUMBER = Pattern.compile(
            "write the number into statement (\\d+) in the file, and run again(?<done> with --resolve done)?");
    private static final Pattern VARIABLE = Pattern.compile(
            "set (@\\w+) by a statement of its own in front of statement (\\d+) in the file, and run again with --resolve done");

    @TempDir
    Path folder;

    private final Map<String, Integer> stops = new ConcurrentSkipListMap<>();

    /** Where a run is cut off, and whether the server still executes what was sent last. */
    private record Cut(int at, boolean after) {}

    @Test
    void cutOffAnywhereTheyLeaveWhatTheClientLeaves() throws Exception {
        Tools.require(MariaDbServer.shared().client().isPresent(), "the mariadb client: install mariadb-client");
        List<String> wrong = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Optional<String>>> faults = LongStream.range(SEED, SEED + SCRIPTS)
                    .mapToObj(seed -> workers.submit(() -> tried(seed)))
                    .toList();
            for (int i = 0; i < SCRIPTS; i++) {
                String script = ScriptGenerator.script(SEED + i).text("{db}", "{other}");
                String name = "script " + (SEED + i) + ": ";
                faults.get(i).get().ifPresent(fault -> wrong.add(name + fault + "\n" + script));
            }
        } finally {
            workers.shutdownNow();
        }
        System.out.printf(
                "%d scripts, seed %d: stops per thousand %d %s%n",
                SCRIPTS,
                SEED,
                1000 * stops.values().stream().mapToInt(Integer::intValue).sum() / SCRIPTS,
                stops);
        assertEquals(List.of(), wrong);
    }

    private Optional<String> tried(long seed) throws Exception {
        GeneratedScript script = ScriptGenerator.script(seed);
        Map<String, String> expected;
        try (Pair pair = new Pair(seed)) {
            Path file = Files.writeString(
                    folder.resolve(pair.main.name() + ".sql"), script.text(pair.main.name(), pair.other.name()));
            MariaDbServer.shared().run("mariadb", file, List.of("--comments", "--database=" + pair.main.name()));
            expected = pair.contents();
        }
        int roundTrips;
        try (Pair pair = new Pair(seed)) {
            CutOff none = new CutOff(pair.main, 0, false);
            pair.run(none, script, Optional.empty());
            roundTrips = none.roundTrips();
            String difference = difference(expected, pair.contents());
            if (!difference.isEmpty()) {
                return Optional.of("undisturbed: " + difference);
            }
        } catch (ToolException e) {
            return Optional.of("undisturbed: " + e.getMessage());
        }
        Random chance = new Random(seed);
        List<Cut> cuts = new ArrayList<>();
        int count = 1 + chance.nextInt(MOST_CUTS);
        for (int i = 0; i < count; i++) {
            cuts.add(new Cut(1 + chance.nextInt(roundTrips), chance.nextBoolean()));
        }
        return resumed(seed, script, expected, cuts);
    }

    /** Empty when it ended as expected with any answers to what it asked. */
    private Optional<String> resumed(long seed, GeneratedScript script, Map<String, String> expected, List<Cut> cuts)
            throws Exception {
        List<String> ends = new ArrayList<>();
        int asked = 0;
        for (int answers = 0; answers < 1 << asked || answers == 0; answers++) {
            try (Pair pair = new Pair(seed)) {
                Operator operator = new Operator(pair, script, answers);
                String end = operator.end(cuts);
                asked = Math.max(asked, operator.asked);
                if (answers == 0) {
                    operator.stops.forEach(stop -> stops.merge(stop, 1, Integer::sum));
                }
                end = end.isEmpty() ? difference(expected, pair.contents()) : end;
                if (end.isEmpty()) {
                    return Optional.empty();
                }
                ends.add(end);
            }
        }
        return Optional.of("cut off at " + cuts + ": " + ends);
    }

    private static String difference(Map<String, String> expected, Map<String, String> found) {
        Map<String, String> all = new TreeMap<>(expected);
        found.forEach(all::putIfAbsent);
        List<String> differences = new ArrayList<>();
        all.keySet().stream()
                .filter(name -> !String.valueOf(expected.get(name)).equals(found.get(name)))
                .forEach(name -> differences.add(name + ": " + expected.get(name) + " became " + found.get(name)));
        return String.join("; ", differences);
    }

    /** Does what the hint of a stop says. */
    private static final class Operator {
        private final Pair pair;
        private final int answers;
        private final List<String> stops = new ArrayList<>();
        private GeneratedScript script;
        private Optional<Answer> answer = Optional.empty();
        private int asked;

        /** @param answers a bit for each statement that neither journal nor catalogue knows: 1 for done */
        Operator(Pair pair, GeneratedScript script, int answers) {
            this.pair = pair;
            this.script = script;
            this.answers = answers;
        }

        /** Runs until it is done; what went wrong, or nothing. */
        String end(List<Cut> cuts) throws Exception {
            List<Cut> left = new ArrayList<>(cuts);
            while (true) {
                CutOff connections = left.isEmpty()
                        ? new CutOff(pair.main, 0, false)
                        : new CutOff(pair.main, left.get(0).at(), left.get(0).after());
                if (!left.isEmpty()) {
                    left.remove(0);
                }
                try {
                    Optional<Answer> given = answer;
                    answer = Optional.empty();
                    pair.run(connections, script, given);
                    return "";
                } catch (ToolException e) {
                    if (!connections.wasCut() && !follows(e)) {
                        return e.getMessage() + "; hint: " + e.hint();
                    }
                } catch (SQLException e) {
                    if (!connections.wasCut()) {
                        return e.toString();
                    }
                }
                if (pair.isDone()) {
                    return "";
                }
            }
        }

        private boolean follows(ToolException stop) {
            if (stops.size() >= MOST_STOPS) {
                return false;
            }
            Matcher again = AGAIN.matcher(stop.hint());
            Matcher number = NUMBER.matcher(stop.hint());
            Matcher variable = VARIABLE.matcher(stop.hint());
            if (number.matches()) {
                boolean isAnswered = number.group("done") != null;
                stops.add(isAnswered ? "misses a number" : "counts rows");
                script = script.counted(Integer.parseInt(number.group(1)), pair::number);
                answer = isAnswered ? Optional.of(Answer.DONE) : Optional.empty();
            } else if (variable.matches()) {
                stops.add("misses a variable");
                script = script.set(variable.group(1), Integer.parseInt(variable.group(2)));
                answer = Optional.of(Answer.DONE);
            } else if (stop.hint().contains("--resolve done")) {
                stops.add("asks");
                answer = Optional.of((answers >> asked++ & 1) == 1 ? Answer.DONE : Answer.REPEAT);
            } else if (again.matches()) {
                stops.add("misses what the session had");
                script = script.again(again.group(1), Integer.parseInt(again.group(2)));
            } else {
                return false;
            }
            return true;
        }
    }

    /** The two databases of a script. */
    private final class Pair implements AutoCloseable {
        private final Database main;
        private final Database other;

        /** Always of the same names, since the order of the tool's own queries, and so the round trip of a cut, depends on them. */
        Pair(long seed) {
            main = MariaDbServer.shared().createDatabase("generated" + seed);
            other = MariaDbServer.shared().createDatabase("generated" + seed + "_other");
        }

        Map<String, String> contents() throws SQLException {
            return DatabaseContents.of(main, other);
        }

        /** What a query finds, as it is written into a script. */
        String number(String query) {
            try {
                return Scripts.column(main, "SELECT COALESCE((" + named(query) + "), 'NULL')")
                        .get(0);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private String named(String sql) {
            return sql.replace("{db}", main.name()).replace("{other}", other.name());
        }

        boolean isDone() throws SQLException {
            return Scripts.column(main, "SELECT success FROM history").equals(List.of("1"));
        }

        void run(CutOff connections, GeneratedScript script, Optional<Answer> answer) throws SQLException, IOException {
            Path scripts = Files.createDirectories(folder.resolve(main.name()));
            Files.writeString(scripts.resolve("V1__generated.sql"), script.text(main.name(), other.name()));
            HistoryMark history;
            Dialect dialect;
            try (Connection connection = main.connect()) {
                history = Scripts.history(connection, main.name());
                dialect = Dialect.of(
                        Scripts.column(connection, "SELECT VERSION()").get(0),
                        Scripts.column(connection, "SELECT @@GLOBAL.sql_mode").get(0));
            }
            Script parsed = new ScriptFile(
                            Direction.MIGRATE, Version.of("1"), "generated", "V1__generated.sql", scripts)
                    .load(dialect);
            assertEquals(script.lines().size(), parsed.statements().size(), "statements");
            try (LockedDatabase held = LockedDatabase.open(
                    connections.source(),
                    main.name(),
                    "lock of " + main.name(),
                    Duration.ofSeconds(20),
                    connection -> {})) {
                new ScriptRunner(held).run(parsed, history, answer, (any, n, warning) -> {}, () -> {}, done -> {});
            }
        }

        @Override
        public void close() {
            other.close();
            main.close();
        }
    }
}
