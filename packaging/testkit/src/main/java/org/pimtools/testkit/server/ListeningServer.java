package org.pimtools.testkit.server;

import java.nio.file.Path;

/**
 * A server that says in its output when it listens.
 *
 * @param scratch where it runs
 * @param log a file of the scratch directory, to which the output of a process is appended
 * @param listening what the line holds that says so
 */
record ListeningServer(Scratch scratch, Path log, String listening) {
    static boolean saysThePortIsInUse(String output) {
        return output.contains("Address already in use");
    }

    String output() {
        return scratch.read(log);
    }

    void clearOutput() {
        scratch.file(log.getFileName().toString(), "");
    }

    /** Counted in the log, because something else could answer on the port. */
    long timesListening() {
        return output().lines().filter(line -> line.contains(listening)).count();
    }
}
