package org.pimtools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine;

/** What the commands of the lab that play something have in common: a new directory for the files, and what is said at the end. */
final class Stage {
    private final String name;
    private final PrintStream stream = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Interruption interruption;

    /** @param name of the command, as its errors begin */
    Stage(String name) {
        this.name = name;
        this.interruption = new Interruption(name);
    }

    /** What is played. */
    interface Play {
        /** @throws RehearsalException when something is not as the oracle says */
        void in(Path checkout, Path directory, PrintStream stream);
    }

    /**
     * Plays.
     *
     * @param out the directory, which must not exist; null for a new one under {@code packaging/lab/out}
     * @param again what the hint says of playing the same once more; empty for nothing
     * @return the exit code
     */
    int play(Path out, boolean debug, String again, Play play) {
        Path checkout = Path.of(System.getProperty("pimtools.checkout", "."));
        Path directory = (out == null ? defaultDirectory(checkout) : out).toAbsolutePath();
        if (Files.exists(directory)) {
            return unusable(directory + " exists already");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            return unusable(directory + " cannot be made: " + e.getMessage());
        }
        interruption.watch(directory);
        try {
            play.in(checkout, directory, stream);
            return CommandLine.ExitCode.OK;
        } catch (RuntimeException e) {
            interruption.waitForTheEnd();
            if (debug) {
                e.printStackTrace();
            }
            System.err.println(name + ": error: " + e.getMessage());
            System.err.println(
                    e instanceof RehearsalException
                            ? "hint: look at the files in " + directory + again
                            : "hint: this is the lab's, not the tools'; --debug shows where it happened");
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            interruption.over();
        }
    }

    /** Leaves the servers running until Ctrl-C. @param places where they answer */
    void keep(List<String> places) {
        interruption.over();
        stream.println("the servers run until Ctrl-C:");
        places.forEach(place -> stream.println("  " + place));
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int unusable(String why) {
        System.err.println(name + ": error: " + why);
        System.err.println("hint: choose another directory with --out");
        return CommandLine.ExitCode.USAGE;
    }

    private static Path defaultDirectory(Path checkout) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS"));
        return checkout.resolve("packaging/lab/out").resolve(time);
    }
}
