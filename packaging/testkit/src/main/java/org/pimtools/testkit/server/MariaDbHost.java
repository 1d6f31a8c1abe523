package org.pimtools.testkit.server;

/** What a MariaDB server runs in: a process of ours, or a container. */
sealed interface MariaDbHost extends AutoCloseable permits LocalMariaDb, ContainerMariaDb {
    int port();

    /** Ends the server at once, as a crash would. */
    void kill();

    /** Starts the server again on its data and port; one that still runs is stopped first. */
    void restart();

    @Override
    void close();
}
