package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.PseudoTerminal;

/** The overview that is looked at all the time, as a process at a terminal and on a pipe. */
@Tag("slow")
class OverviewWatchTest {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @TempDir
    private Path folder;

    private List<String> command(String... more) throws Exception {
        List<String> command = new ArrayList<>(ChildJvm.command(PimPlanner.class));
        command.addAll(List.of(
                "overview", Files.createDirectories(folder.resolve("results")).toString()));
        command.addAll(List.of(more));
        return command;
    }

    private void stranger(String name) throws Exception {
        Files.writeString(folder.resolve("results").resolve(name), "no result\n");
    }

    @Test
    void aTerminalIsRedrawnUntilCtrlC() throws Exception {
        Path page = folder.resolve("fleet.html");
        try (PseudoTerminal terminal = PseudoTerminal.start(
                command(
                        "--watch",
                        "1",
                        "--page",
                        page.toString(),
                        "--state-dir",
                        folder.resolve("s").toString()),
                folder,
                Map.of("TERM", "xterm"))) {
            terminal.await(CLEAR);
            terminal.await("every 1 s until Ctrl-C");
            terminal.await("next: ");
            FileTime written = Files.getLastModifiedTime(page);
            stranger("other.txt");
            terminal.await(CLEAR);
            terminal.await("1 file not of the hosts, ignored: ");
            terminal.await("next: ");
            assertTrue(Files.getLastModifiedTime(page).compareTo(written) > 0, "the page is written anew");
            terminal.type("\u0003");
            PseudoTerminal.Seen seen = terminal.end();
            assertEquals(0, seen.exit(), seen.screen());
            assertTrue(seen.restored());
            assertTrue(seen.screen().strip().endsWith("^C"), "nothing after it: " + seen.screen());
        }
        assertEquals(List.of("fleet.html", "results"), names(), "no half page, no state");
    }

    @Test
    void aPipeGetsABlockForEachChange() throws Exception {
        Process process = new ProcessBuilder(command("--watch=1", "--color", "always")).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String first = block(lines);
            assertFalse(first.contains("\u001b"), first);
            stranger("one.txt");
            String second = block(lines);
            assertTrue(second.contains("1 file not of the hosts, ignored: "), second);
            stranger("two.txt");
            String third = block(lines);
            assertTrue(third.contains("2 files not of the hosts, ignored: "), third);
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertEquals("", lines.lines().collect(Collectors.joining("\n")));
            assertEquals(0, process.waitFor());
            assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsThereLaterOnlyIsShownThen() throws Exception {
        Process process = new ProcessBuilder(command("--watch", "1")).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            block(lines);
            Files.move(folder.resolve("results"), folder.resolve("away"));
            String gone = failure(lines);
            assertTrue(gone.contains("pim-planner: error: "), gone);
            Files.move(folder.resolve("away"), folder.resolve("results"));
            assertTrue(block(lines).contains("next: "));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void wrongUseIsNamed() throws Exception {
        String results = Files.createDirectories(folder.resolve("results")).toString();
        PlannerHarness.Run json = PlannerHarness.bare(List.of("overview", results, "--watch", "5", "--format", "json"));
        assertEquals(2, json.exit());
        assertTrue(json.out().contains("--watch redraws a screen, and JSON is one answer"), json.out());
        PlannerHarness.Run zero = PlannerHarness.bare(List.of("overview", results, "--watch", "0"));
        assertEquals(2, zero.exit());
        assertTrue(zero.err().contains("--watch takes 1 to 86400 seconds, not 0"), zero.err());
        PlannerHarness.Run missing = PlannerHarness.bare(
                List.of("overview", "--watch", folder.resolve("none").toString()));
        assertEquals(3, missing.exit(), missing.err());
    }

    /** The lines up to the command that comes next. */
    private static String block(BufferedReader lines) throws Exception {
        return until(lines, "next: ");
    }

    private static String failure(BufferedReader lines) throws Exception {
        return until(lines, "hint: ");
    }

    private static String until(BufferedReader lines, String beginning) throws Exception {
        StringBuilder block = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            block.append(line).append('\n');
            if (line.startsWith(beginning)) {
                lines.readLine();
                return block.toString();
            }
        }
        throw new AssertionError("it ended: " + block);
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
