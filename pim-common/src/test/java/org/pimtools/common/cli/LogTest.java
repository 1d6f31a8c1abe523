package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(LongRun.class);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start().waitFor();
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
    void isInUtf8WhateverTheLocaleAndShowsWhatATerminalWouldObey() throws Exception {
        LogLine line = new LogLine("0a1b2c3d");
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-11-30T01:02:03.004Z"));
        event.setLevel(Level.WARN);
        event.setMessage("web\u001b[31m\u202e\nERROR é漢");
        event.setThrowableProxy(new ThrowableProxy(new IOException("not\u001b[2J", new IllegalStateException("deep"))));
        List<String> lines = line.doLayout(event)
                .lines()
                .map(text -> text.replaceFirst("^\\S+T\\S+", "TIME"))
                .toList();
        assertEquals("TIME 0a1b2c3d WARN  web\\u{1b}[31m\\u{202e}\\nERROR é漢", lines.get(0));
        assertEquals("0a1b2c3d java.io.IOException: not\\u{1b}[2J", lines.get(1));
        assertTrue(lines.get(2).startsWith("0a1b2c3d \tat org.pimtools.common.cli.LogTest."), lines.get(2));
        assertTrue(lines.contains("0a1b2c3d Caused by: java.lang.IllegalStateException: deep"), lines.toString());
        assertEquals(0, run(Map.of("LC_ALL", "C"), "--lines", "1", "--log-file", "run.log"));
        assertEquals("INFO  line 0 é漢", log().get(1));
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
