package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that says in its log when it listens.
 *
 * @param log a file of the scratch directory, to which the server's output is appended
 * @param listening what the line holds that says so
 */
record ListeningServer(Scratch scratch, Path log, String listening) {

    /** Starts the server and waits until it listens; empty when its port is in use. */
    Optional<ServerProcess> start(Map<String, String> environment, List<String> command) {
        long before = timesListening();
        ServerProcess started = ServerProcess.start(scratch.path(), log, environment, command);
        if (started.awaitReady(() -> timesListening() > before)) {
            return Optional.of(started);
        }
        String output = scratch.read(log);
        if (output.contains("Address already in use")) {
            scratch.file(log.getFileName().toString(), "");
            return Optional.empty();
        }
        throw new IllegalStateException(command.get(0) + " does not start:\n" + output);
    }

    /** Counted in the log, because something else could answer on the port. */
    private long timesListening() {
        return scratch.read(log)
                .lines()
                .filter(line -> line.contains(listening))
                .count();
    }
}
