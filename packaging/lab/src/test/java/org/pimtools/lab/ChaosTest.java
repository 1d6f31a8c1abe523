package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Tools;

/** {@code chaos.sh} in a process of its own, with as many kills as a build can afford, each fault once, and two defects. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@Tag("slow")
class ChaosTest {
    private static final Pattern KILLS = Pattern.compile("(\\d+) kills at (\\d+) distinct places");
    private static final int WANTED = 50;

    @TempDir
    static Path directory;

    @BeforeAll
    static void tools() {
        Tools.require("strace");
        Tools.require("faketime");
    }

    @Test
    void whatIsBrokenAnywhereEndsAsIfItWereNot() {
        Tool.Result result =
                chaos("--kills", String.valueOf(WANTED), "--vms", "100", "--defect", "unguarded-sql,no-barrier");
        System.out.println(result.out());
        assertEquals(0, result.exit(), result.out() + result.err());
        Matcher kills = KILLS.matcher(result.out());
        assertTrue(kills.find(), result.out());
        assertTrue(Integer.parseInt(kills.group(1)) >= WANTED, result.out());
        assertTrue(Integer.parseInt(kills.group(2)) >= WANTED * 4 / 5, result.out());
        assertTrue(result.out().contains("0 differences"), result.out());
        for (ChaosFault fault : ChaosFault.all()) {
            assertTrue(result.out().contains(fault.word() + "="), fault + "\n" + result.out());
        }
        for (ChaosDefect defect : List.of(ChaosDefect.UNGUARDED_SQL, ChaosDefect.NO_BARRIER)) {
            assertTrue(
                    Pattern.compile(defect.word()
                                    + ": reported in \\d+ passes; without it the same passes report 0 differences")
                            .matcher(result.out())
                            .find(),
                    defect + "\n" + result.out());
        }
        // outcomes, which nothing relies on, and what only makes a hint shorter to type
        assertEquals(
                List.of("journal.jsonl", "plan.path"),
                Pattern.compile("not synced at its end: (\\S+)")
                        .matcher(result.out())
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void wrongOptionsAreRefused() {
        for (String[] wrong : new String[][] {
            {"--kills", "-1"},
            {"--vms", "9"},
            {"--parts", "migrate,unknown"},
            {"--fault", "rain"},
            {"--pass", "-1"},
            {"--defect", "rust"},
            {"--defect", "no-sync", "--parts", "migrate"}
        }) {
            Tool.Result result = chaos(wrong);
            assertEquals(2, result.exit(), result.err());
            assertTrue(result.err().startsWith("chaos: error: "), result.err());
            assertTrue(result.err().contains("\nhint: see --help\n"), result.err());
        }
    }

    private static Tool.Result chaos(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dpimtools.checkout=" + Path.of("../..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.pimtools.lab.Chaos",
                "--out",
                directory.resolve("out-" + System.nanoTime()).toString()));
        command.addAll(List.of(options));
        return Tool.run(new ProcessBuilder(command).directory(directory.toFile()));
    }
}
