package org.pimtools.common.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Option;

/** Where a run of the planner or the migrator is logged, and how much of it. */
public final class LogOptions {
    private static final Path SYSTEM = Path.of("/var/log/pim-tools");

    @Option(
            names = "--log-file",
            order = 98,
            paramLabel = "FILE",
            description = {
                "where the run is logged, with the stack traces of errors;",
                "default, where the RPM is installed: /var/log/pim-tools/${ROOT-COMMAND-NAME}.log, or",
                "~/.local/state/pim-tools/${ROOT-COMMAND-NAME}.log for a user who cannot write there"
            })
    private Path given;

    @Option(
            names = "--log-level",
            order = 99,
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "how much is logged: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private LogLevel level;

    /**
     * Begins the log, if there is to be one. A run goes on without the usual log, and says so.
     *
     * @throws ToolException when the log that was asked for cannot be written
     */
    Optional<RunLog> open(String tool, Output output) {
        if (given == null && !Files.isDirectory(SYSTEM)) {
            return Optional.empty();
        }
        Path file = given == null ? LogFile.usual(SYSTEM.resolve(tool + ".log"), "pim-tools") : given;
        return LogFile.begin(file, level, given != null, output).map(opened -> new RunLog());
    }
}
