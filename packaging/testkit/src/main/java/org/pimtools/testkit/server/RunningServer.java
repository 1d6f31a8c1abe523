package org.pimtools.testkit.server;

/** A server of ours, as a process or in a container; it never outlives the JVM. */
sealed interface RunningServer permits ServerProcess, ServerContainer {
    /** The process id, as this machine sees it. */
    long pid();

    /** What {@link Leftovers} calls it. */
    String name();

    /** Ends the server in its own way (SIGTERM). */
    void stop();

    /** Ends the server, and what it started, at once (SIGKILL). */
    void kill();
}
