package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One server process of ours, its output in a file. */
final class ServerProcess implements RunningServer {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(1);
    /** ETXTBSY of Linux, as the JDK has it. */
    private static final String TEXT_FILE_BUSY = "error=26,";

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a program in a directory; what it prints is appended to the log file. */
    static ServerProcess start(Path directory, Path log, List<String> command) {
        return start(directory, log, Map.of(), command);
    }

    static ServerProcess start(Path directory, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return RunningServers.add(() -> new ServerProcess(begin(builder), log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A program that was just unpacked may be busy: a process that another thread starts in the same moment has its file open for
     * writing, too, until it runs its own program.
     */
    private static Process begin(ProcessBuilder builder) throws IOException {
        Instant limit = Instant.now().plus(BUSY_LIMIT);
        while (true) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains(TEXT_FILE_BUSY)
                        || Instant.now().isAfter(limit)) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Runs a program to its end. @throws IllegalStateException with its output when it does not return 0 */
    static void run(Path directory, Path log, Map<String, String> environment, List<String> command) {
        ServerProcess process = start(directory, log, environment, command);
        if (process.exitCode() != 0) {
            throw new IllegalStateException(command.get(0) + " failed:\n" + process.output());
        }
    }

    /** Runs a program to its end. @throws IllegalStateException with its complaint when it does not return 0 */
    static String outputOf(ProcessBuilder program) {
        try {
            Process process = program.start();
            CompletableFuture<String> complaint = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String output = text(process.getInputStream());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(program.command().get(0) + " failed: " + complaint.join());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server is ready; false when it ended instead (then see {@link #output}). */
    boolean awaitReady(BooleanSupplier ready) {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (process.isAlive()) {
            if (ready.getAsBoolean()) {
                return process.isAlive();
            }
            if (Instant.now().isAfter(limit)) {
                kill();
                throw new IllegalStateException("the server did not get ready:\n" + output());
            }
            pause();
        }
        RunningServers.remove(this);
        return false;
    }

    String output() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String name() {
        return Leftovers.process(pid());
    }

    @Override
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RunningServers.remove(this);
    }

    @Override
    public void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exitCode();
        started.forEach(child -> child.onExit().join());
    }

    private int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            RunningServers.remove(this);
        }
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
