package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.testkit.server.ChildJvm;

class ToolProcessTest {
    @TempDir
    Path folder;

    private Process start(List<String> javaOptions, String... args) throws IOException {
        return start(LongRun.class, javaOptions, args);
    }

    private Process start(Class<?> program, List<String> javaOptions, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal", "LC_ALL=C"));
        command.addAll(ChildJvm.command(program, javaOptions.toArray(String[]::new)));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalEndsTheRunAfterTheBatch(String signal, int exit) throws IOException, InterruptedException {
        Process process = start(List.of());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("running", out.readLine());
            send(signal, process);
            assertEquals("the batch has ended", out.readLine());
            assertEquals(exit, process.waitFor());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(
                "stopping at the next safe point; a second signal stops at once\n"
                        + "long-run: stopped; run again to resume\n",
                err());
    }

    @Test
    void aSignalIsAnnouncedBeforeTheRunCanNoticeIt() throws IOException, InterruptedException {
        Process process = start(SignalWitness.class, List.of());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("running", out.readLine());
            send("INT", process);
            assertEquals("announced first", out.readLine());
            assertEquals("noticed", out.readLine());
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSecondSignalEndsItAtOnce(String signal, int exit) throws IOException, InterruptedException {
        Process process = start(List.of(), "--deaf");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("running", out.readLine());
            send(signal, process);
            while (!err().endsWith("\n")) {
                Thread.sleep(20);
            }
            send(signal, process);
            assertEquals(exit, process.waitFor());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals("stopping at the next safe point; a second signal stops at once\n", err());
    }

    @Test
    void aReaderThatLeavesEndsItQuietly() throws IOException, InterruptedException {
        Process process = start(List.of(), "--lines", "20000");
        process.getInputStream().readNBytes(10);
        process.getInputStream().close();
        assertEquals(0, process.waitFor());
        assertEquals("long-run: warning: all was printed\n", err());
    }

    @Test
    void writesUtf8AndEnglishDigitsWhateverTheLocale() throws IOException, InterruptedException {
        Process process = start(List.of("-Duser.language=ar", "-Duser.country=EG"), "--lines", "1");
        assertEquals("line 0 é漢\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    @Test
    void aPathThatTheLocaleCannotCarryIsSaidInPlainWords() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env", "LC_ALL=C", "bash", "-c", "exec \"$@\" \"$(printf '/nowhere/caf\\303\\251.log')\"", "bash"));
        command.addAll(ChildJvm.command(LongRun.class));
        command.add("--file");
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertEquals(2, process.waitFor());
        assertTrue(
                err().matches(
                                "(?s)long-run: error: the path /nowhere/caf.*\\.log has a character that this session's"
                                        + " character set \\(ANSI_X3.4-1968\\) does not have\n"
                                        + "hint: run again with a UTF-8 locale, such as LC_ALL=C.UTF-8, or give the file a name in ASCII\n"),
                err());
    }

    @Test
    void helpLoadsNeitherTheJsonNorTheLoggingLibrary() throws IOException, InterruptedException {
        Process process = start(List.of("-verbose:class"), "--help");
        String loaded = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .collect(Collectors.joining("\n"));
        assertEquals(0, process.waitFor());
        assertTrue(loaded.contains("picocli.CommandLine"), loaded);
        assertTrue(loaded.contains("Usage: long-run"), loaded);
        assertFalse(loaded.contains("com.fasterxml"), loaded);
        assertFalse(loaded.contains("ch.qos.logback"), loaded);
    }
}
