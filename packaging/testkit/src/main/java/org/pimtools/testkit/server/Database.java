package org.pimtools.testkit.server;

import java.sql.Connection;

/** One database of a server, dropped when it is closed. */
public record Database(MariaDbServer server, String name) implements AutoCloseable {
    /** {@code jdbc:mariadb://127.0.0.1:<port>/<name>}, without user and password. */
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** Connects as the server's {@link MariaDbServer#user()}. */
    public Connection connect() {
        return server.connect(name);
    }

    @Override
    public void close() {
        server.execute("DROP DATABASE IF EXISTS " + name);
    }
}
