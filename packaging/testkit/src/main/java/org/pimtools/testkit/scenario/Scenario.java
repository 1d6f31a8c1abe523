package org.pimtools.testkit.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory that says what is run and what the operator sees of it.
 *
 * <p>{@code args} has one argument a line, {@code exit} the exit code, {@code stdout} and {@code stderr} the whole outputs
 * (placeholders: {@link Expected}), {@code stdin} what can be read. {@code 1.args}, {@code 2.args} and so on make several
 * steps, one after the other in the same directory. What lies in {@code files} of the scenario's parent, and then in its own,
 * is laid out before the first step, for the owner only; {@code modes} has exceptions, for instance {@code rw-r--r-- password}.
 */
public final class Scenario {
    private final Path directory;
    private final List<Step> steps;
    private final Map<String, String> modes;

    private Scenario(Path directory, List<Step> steps, Map<String, String> modes) {
        this.directory = directory;
        this.steps = List.copyOf(steps);
        this.modes = Map.copyOf(modes);
    }

    /** All scenarios of a folder, by name. A folder without any is an error: nothing would be tested. */
    public static List<Scenario> all(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Scenario> scenarios = new ArrayList<>();
            for (Path entry : entries.sorted().toList()) {
                if (!entry.getFileName().toString().equals("files")) {
                    scenarios.add(read(entry));
                }
            }
            if (scenarios.isEmpty()) {
                throw new IllegalStateException("no scenario in " + folder);
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario read(Path directory) throws IOException {
        List<Step> steps = new ArrayList<>();
        if (Files.exists(directory.resolve("args"))) {
            steps.add(Step.read(directory, ""));
        }
        for (int number = 1; Files.exists(directory.resolve(number + ".args")); number++) {
            steps.add(Step.read(directory, Integer.toString(number)));
        }
        if (steps.isEmpty()) {
            throw new IOException(directory + " has neither args nor 1.args");
        }
        Map<String, String> modes = new TreeMap<>();
        if (Files.exists(directory.resolve("modes"))) {
            for (String line : Files.readAllLines(directory.resolve("modes"))) {
                modes.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' ')));
            }
        }
        return new Scenario(directory, steps, modes);
    }

    public String name() {
        return directory.getFileName().toString();
    }

    /** Where the scenario is written down. */
    public Path directory() {
        return directory;
    }

    List<Step> steps() {
        return steps;
    }

    /** Fills an empty directory with the files of the scenario. */
    void layOut(Path target) throws IOException {
        copy(directory.resolveSibling("files"), target);
        copy(directory.resolve("files"), target);
        for (Map.Entry<String, String> mode : modes.entrySet()) {
            Files.setPosixFilePermissions(
                    target.resolve(mode.getKey()), PosixFilePermissions.fromString(mode.getValue()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                } else {
                    Files.write(copy, Files.readAllBytes(file));
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }
}
