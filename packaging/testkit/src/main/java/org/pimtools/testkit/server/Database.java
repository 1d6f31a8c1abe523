package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

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

    /** Its tables with their rows, views, triggers and routines, as {@code mariadb-dump} shows them. @param without tables to leave out */
    public String dump(String... without) {
        List<String> arguments = new ArrayList<>(List.of("--skip-comments", "--routines", "--order-by-primary"));
        for (String table : without) {
            arguments.add("--ignore-table=" + name + "." + table);
        }
        arguments.add(name);
        return server.run("mariadb-dump", Path.of("/dev/null"), arguments);
    }

    @Override
    public void close() {
        server.execute("DROP DATABASE IF EXISTS " + name);
    }
}
