package org.pimtools.migrator.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which files a run was given, for what is suggested later: the plan, and the identity if that was a file. Kept as two lines of
 * absolute paths; nothing depends on it.
 */
public record GivenPlan(Path plan, Optional<Path> identity) {
    /** As they were named on the command line. */
    public static GivenPlan of(Path plan, Optional<Path> identity) {
        return new GivenPlan(absolute(plan), identity.map(GivenPlan::absolute));
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** What is kept in a file; empty when it is not there, or the plan is not there any more. */
    static Optional<GivenPlan> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Optional<Path> identity = lines.stream()
                    .skip(1)
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    .findFirst();
            return lines.stream()
                    .limit(1)
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    .map(plan -> new GivenPlan(plan, identity))
                    .findFirst();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Files.writeString(file, plan + "\n" + identity.map(path -> path + "\n").orElse(""));
    }
}
