package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The command lines of this machine's processes, as any user sees them. */
final class CommandLines {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Less than the shortest run of a tool takes. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private CommandLines() {}

    /** All of them now; not the one of this process. Takes a moment. */
    static String ofAllProcesses() {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                all.append(read(process)).append('\n');
            }
            Thread.sleep(PAUSE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all.toString();
    }

    /** Waits for the Java process whose command line has all of the words. @throws IllegalStateException when none appears */
    static ProcessHandle await(String... words) throws InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(limit)) {
            Optional<ProcessHandle> found = ProcessHandle.allProcesses()
                    .filter(process -> isJava(process) && has(process, words))
                    .findAny();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("no process has the words " + Arrays.toString(words));
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    private static boolean has(ProcessHandle process, String... words) {
        String line = read(Path.of("/proc", String.valueOf(process.pid())));
        return Arrays.stream(words).allMatch(line::contains);
    }

    private static String read(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return "";
        }
    }
}
