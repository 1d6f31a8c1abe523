package org.pimtools.dbmigrate.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.cli.FileFailure;
import org.pimtools.common.cli.LogFile;
import org.pimtools.common.cli.Output;
import picocli.CommandLine.Option;

/** Where runs that change something are logged. */
final class LogOption {
    private static final Path SYSTEM = Path.of("/var/log/aos/db-migrate.log");

    @Option(
            names = "--log-file",
            order = 11,
            paramLabel = "FILE",
            description = {
                "where runs are logged, with the stack traces of errors;",
                "default: /var/log/aos/db-migrate.log, or",
                "~/.local/state/aos/db-migrate.log where that folder is not there or cannot be written to"
            })
    private Path given;

    /** Begins the log; a run goes on without one, and says so. Empty then. */
    Optional<Path> open(Output output) {
        Path file = given == null ? usual() : given;
        try {
            LogFile.open(file);
            return Optional.of(file.toAbsolutePath());
        } catch (IOException e) {
            output.warn("nothing is logged: " + file + ": " + FileFailure.reason(e));
            return Optional.empty();
        }
    }

    private static Path usual() {
        if (Files.isWritable(SYSTEM.getParent())) {
            return SYSTEM;
        }
        return Path.of(System.getProperty("user.home"), ".local", "state", "aos", "db-migrate.log");
    }
}
