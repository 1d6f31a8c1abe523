package org.pimtools.testkit.server;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The statements that a server was sent while this was open. Tests that share a server tell theirs by a user of their own.
 * Source: the table {@code mysql.general_log}, MariaDB's documentation.
 */
public final class GeneralLog implements AutoCloseable {
    private static final Map<MariaDbServer, Integer> OPEN = new WeakHashMap<>();

    private final MariaDbServer server;
    private boolean closed;

    GeneralLog(MariaDbServer server) {
        this.server = server;
        synchronized (OPEN) {
            if (OPEN.merge(server, 1, Integer::sum) == 1) {
                server.execute("TRUNCATE TABLE mysql.general_log");
                server.execute("SET GLOBAL log_output = 'TABLE'");
                server.execute("SET GLOBAL general_log = ON");
            }
        }
    }

    /** The texts of all statements of one user since the log was switched on, in the order of their arrival. */
    public List<String> statements(String user) {
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement("""
                        SELECT argument FROM mysql.general_log
                        WHERE user_host LIKE CONCAT(?, '[%') AND command_type IN ('Query', 'Execute')
                        ORDER BY event_time""")) {
            query.setString(1, user.replace("_", "\\_"));
            List<String> statements = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    statements.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
                }
            }
            return statements;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (!closed && OPEN.merge(server, -1, Integer::sum) == 0) {
                server.execute("SET GLOBAL general_log = OFF");
            }
            closed = true;
        }
    }
}
