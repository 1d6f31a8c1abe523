package org.pimtools.dbmigrate.command;

import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.cli.LogFile;
import org.pimtools.common.cli.LogLevel;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
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

    @Option(
            names = "--log-level",
            order = 12,
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "how much is logged: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private LogLevel level;

    /**
     * Begins the log; empty when the usual one cannot be written, which is said and stops no run.
     *
     * @throws ToolException when the one that was asked for cannot be written
     */
    Optional<Path> open(Output output) {
        return LogFile.begin(given == null ? LogFile.usual(SYSTEM, "aos") : given, level, given != null, output);
    }
}
