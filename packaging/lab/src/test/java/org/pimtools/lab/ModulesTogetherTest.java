package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.lab.CountedSite.State;
import org.pimtools.testkit.server.Servers;

/** Two runs at once on the same databases. With {@code -Dpim.rounds=50} they meet 50 times. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
@Tag("slow")
class ModulesTogetherTest {
    private static final int ROUNDS = Integer.getInteger("pim.rounds", 2);
    private static final Pattern ROW = Pattern.compile("\\| \\d \\| (\\S+) +\\| (OK|FAIL) +\\| (.*?) +\\|");

    /** A statement that runs for some seconds wherever it is, and that no cut of its connection stops. */
    private static final String SLOW =
            "ALTER TABLE slow ADD CONSTRAINT heavy CHECK (SHA2(REPEAT(a, 300000), 512) <> '')";

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static CountedSite site;
    private static Map<String, String> newest;

    @BeforeAll
    static void start() throws Exception {
        site = SERVERS.add(new CountedSite(Path.of("../..").toAbsolutePath().normalize(), directory));
        site.restore(State.NEWEST);
        newest = site.dumps();
    }

    @Test
    void ofTwoRunsOneWorksAndTheOtherFindsNothingToDoOrSaysWhoWorks() throws Exception {
        int waited = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            site.restore(State.BEHIND);
            boolean patient = round % 2 == 0;
            List<Process> processes = List.of(site.start(), patient ? site.start() : site.start("--lock-timeout", "1"));
            List<Tool.Result> results = new ArrayList<>();
            for (Process process : processes) {
                results.add(Tool.finish(process));
            }
            for (LabModule module : site.site().modules()) {
                List<String> said = results.stream()
                        .map(result -> rows(result).get(module.displayName()))
                        .sorted()
                        .toList();
                String worked = "OK " + (module.name().equals("scheduler") ? 0 : module.newest() - 2) + " -> "
                        + module.newest();
                assertTrue(said.contains(worked), said + "\n" + results);
                assertNotEquals(said.get(0), said.get(1), results::toString);
                if (said.contains("OK No changes")) {
                    waited++;
                } else {
                    refused++;
                    assertTrue(!patient && said.get(0).startsWith("FAIL "), said + "\n" + results);
                    assertTrue(
                            results.get(1)
                                    .err()
                                    .contains(
                                            module.displayName() + ": another run works on this database: connection "),
                            results.get(1).err());
                }
            }
            assertEquals(newest, site.dumps());
            site.assertCounted(true, false, site.site().modules().toArray(LabModule[]::new));
            Tool.Result last = site.run();
            assertEquals(0, last.exit(), last.err());
            assertTrue(rows(last).values().stream().allMatch("OK No changes"::equals), last.out());
        }
        System.out.println("two runs at once, " + ROUNDS + " times on " + newest.size() + " modules: " + waited
                + " times the second found nothing to do, " + refused + " times it said who works");
    }

    /** The statement has to outlast two runs beside it, however busy the machine is. */
    @Test
    void aKilledRunWhoseStatementStillRunsKeepsOthersOut() throws Exception {
        int rows = 2500;
        while (!othersAreKeptOut(rows)) {
            rows *= 2;
        }
    }

    /** Whether the statement ran long enough for it. */
    private boolean othersAreKeptOut(int rows) throws Exception {
        site.restore(State.NEWEST);
        LabModule monitor = site.site().module("monitor");
        int version = monitor.newest() + 1;
        Path script = Files.writeString(
                monitor.migrations().resolve("V" + version + "__monitor_slow.sql"),
                "CREATE TABLE slow (a INT NOT NULL) ENGINE=InnoDB;\n"
                        + "INSERT INTO slow SELECT seq FROM seq_1_to_" + rows + ";\n" + SLOW + ";\n"
                        + "INSERT INTO trace VALUES ('V', " + version + ", 1);\n");
        boolean longEnough;
        try (Connection watch = site.site().server().connect()) {
            Process process = site.start("--names", "monitor");
            while (process.isAlive() && !slowRuns(watch)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Tool.Result beside = site.run("--names", "monitor", "--lock-timeout", "1");
            process.destroyForcibly().waitFor();
            Tool.Result behind = site.run("--names", "monitor", "--lock-timeout", "1");
            longEnough = slowRuns(watch);
            for (Tool.Result result : longEnough ? List.of(beside, behind) : List.<Tool.Result>of()) {
                assertEquals(6, result.exit(), result.out() + result.err());
                assertTrue(
                        Pattern.compile("another run works on this database: connection \\d+ of aos from \\S+,"
                                        + " which runs \"ALTER TABLE slow ")
                                .matcher(result.err())
                                .find(),
                        result.err());
            }
        }
        Tool.Result waiting = site.run("--names", "monitor");
        assertEquals(0, waiting.exit(), waiting.out() + waiting.err());
        assertEquals(1, site.site().number(monitor, "SELECT COUNT(*) FROM trace WHERE version = " + version));
        assertEquals(rows, site.site().number(monitor, "SELECT COUNT(*) FROM slow"));
        assertEquals(
                1,
                site.site()
                        .number(
                                monitor,
                                "SELECT COUNT(*) FROM information_schema.check_constraints"
                                        + " WHERE constraint_schema = 'monitor' AND constraint_name = 'heavy'"));
        new ModuleOracle(site.site()).flywayIsContent(monitor, version);
        Files.delete(script);
        return longEnough;
    }

    @Test
    void aLongTransactionThatHoldsATableIsNamedAfterTheTimeout() throws Exception {
        site.restore(State.NEWEST);
        LabModule journal = site.site().module("journal");
        int version = journal.newest() + 1;
        Path script = Files.writeString(
                journal.migrations().resolve("V" + version + "__journal_blocked.sql"),
                "INSERT INTO trace VALUES ('V', " + version
                        + ", 1);\nALTER TABLE entries ADD COLUMN kept_until DATE NULL;\n");
        try (Connection reader = site.site().connect(journal);
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT COUNT(*) FROM entries");
            Tool.Result blocked = site.run("--names", "journal", "--lock-timeout", "1");
            assertEquals(1, blocked.exit(), blocked.out() + blocked.err());
            for (String part : List.of(
                    "statement 1 of 2 of " + script.getFileName() + " is done; statement 2 (line 2) failed",
                    "open transactions: connection ",
                    "hint: stop what holds the lock, or wait longer with --lock-timeout, and run again: it resumes at statement 2")) {
                assertTrue(blocked.err().contains(part), blocked.err());
            }
            reader.rollback();
        }
        Tool.Result free = site.run("--names", "journal");
        assertEquals(0, free.exit(), free.out() + free.err());
        assertEquals(1, site.site().number(journal, "SELECT COUNT(*) FROM trace WHERE version = " + version));
        Files.delete(script);
    }

    private static boolean slowRuns(Connection watch) throws Exception {
        try (Statement statement = watch.createStatement();
                var row = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'ALTER TABLE slow %'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    /** What the table says of each module: status and result. */
    private static Map<String, String> rows(Tool.Result result) {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(result.out());
        while (row.find()) {
            rows.put(row.group(1), row.group(2) + " " + row.group(3));
        }
        return rows;
    }
}
