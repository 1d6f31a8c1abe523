package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;

/** What a run leaves in its log, as a process of its own: logging is one per process. */
class LogTest {
    private static final String STAMP = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ [0-9a-f]{8} ";

    @TempDir
    Path folder;

    private int run(String... args) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(LongRun.class);
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start()
                .waitFor();
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("run.log")).stream()
                .map(line -> line.replaceFirst(STAMP, "")
                        .replaceFirst("dev, Java \\S+, process \\d+, user .*, in .*: --lines", "…: --lines"))
                .toList();
    }

    @Test
    void aLogThatIsALinkOfSomebodyElseIsRefused() throws Exception {
        Path target = Files.createFile(folder.resolve("target"));
        Path link = Files.createSymbolicLink(folder.resolve("run.log"), target);
        assertEquals(0, run("--lines", "1", "--log-file", "run.log"));
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root");
        Files.setAttribute(link, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        long before = Files.size(target);
        assertEquals(3, run("--lines", "1", "--log-file", "run.log"));
        assertEquals(before, Files.size(target));
        assertTrue(Files.readString(folder.resolve("err")).contains("it belongs to "));
    }

    @Test
    void holdsWhatWasTypedAndShownAndHowItEnded() throws Exception {
        assertEquals(0, run("--lines", "1", "--log-file", "run.log", "--color", "never"));
        assertEquals(
                List.of(
                        "INFO  long-run …: --lines 1 --log-file run.log --color never",
                        "INFO  line 0 é漢",
                        "WARN  all was printed",
                        "INFO  ended with exit code 0"),
                log());
        assertEquals("line 0 é漢\n", Files.readString(folder.resolve("out"), StandardCharsets.UTF_8));
        assertEquals("long-run: warning: all was printed\n", Files.readString(folder.resolve("err")));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run.log"))));
    }

    @Test
    void holdsInJsonWhatTheTextWouldSay() throws Exception {
        assertEquals(0, run("--lines", "1", "--log-file", "run.log", "--format", "json"));
        assertEquals("INFO  line 0 é漢", log().get(1));
    }

    @Test
    void holdsNoMoreThanItsLevelSays() throws Exception {
        assertEquals(0, run("--lines", "1", "--log-file", "run.log", "--log-level", "warning"));
        assertEquals(List.of("WARN  all was printed"), log());
    }

    @Test
    void holdsAFailureWithItsStackTraceUnderTheRun() throws Exception {
        assertEquals(70, run("--lines", "-1", "--log-file", "run.log"));
        List<String> lines = Files.readAllLines(folder.resolve("run.log"));
        String run = lines.get(0).split(" ")[1];
        assertTrue(lines.size() > 5, lines.toString());
        assertEquals(
                List.of(), lines.stream().filter(line -> !line.contains(run)).toList());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith(run + " \tat org.pimtools.common.cli.LongRun.run(")),
                lines.toString());
    }

    @Tag("slow")
    @Test
    void rollsOverAndStaysPrivate() throws Exception {
        assertEquals(0, run("--lines", "220000", "--log-file", "run.log"));
        assertTrue(Files.size(folder.resolve("run.log.1")) > 9L << 20);
        for (String name : List.of("run.log", "run.log.1")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
                    name);
        }
        assertFalse(Files.exists(folder.resolve("run.log.2")));
    }

    @Test
    void theUsualLogIsTheSystemsOrTheUsersOwn() {
        assertEquals(folder.resolve("tool.log"), LogFile.usual(folder.resolve("tool.log"), "tools"));
        assertEquals(
                Path.of(System.getProperty("user.home"), ".local/state/tools/tool.log"),
                LogFile.usual(folder.resolve("not there/tool.log"), "tools"));
    }

    @Test
    void aLogThatWasAskedForAndCannotBeWrittenStopsTheRun() throws Exception {
        Files.createFile(folder.resolve("file"));
        assertEquals(3, run("--lines", "1", "--log-file", "file/run.log"));
        assertEquals("", Files.readString(folder.resolve("out")));
        assertEquals(
                "long-run: error: the log cannot be written: file/run.log: something else of that name is there\n"
                        + "hint: give another --log-file, or see to the owner and the mode of its folder; nothing was done\n",
                Files.readString(folder.resolve("err")));
    }
}
