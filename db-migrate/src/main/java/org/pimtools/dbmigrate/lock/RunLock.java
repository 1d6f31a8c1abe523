package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** The server's named lock, on the connection that runs the statements, so that it lasts as long as they do. */
final class RunLock {
    private RunLock() {}

    /**
     * @return the server's number for the connection, whatever a script lets CONNECTION_ID() say later
     * @throws ToolException when somebody else keeps it for longer than the timeout
     */
    static long take(Connection connection, String name, Duration timeout) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT GET_LOCK(?, ?), CONNECTION_ID() LIMIT 1")) {
            select.setString(1, name);
            select.setLong(2, timeout.toSeconds());
            try (ResultSet row = select.executeQuery()) {
                if (row.next() && row.getInt(1) == 1) {
                    return row.getLong(2);
                }
            }
        }
        throw new ToolException(
                ExitCode.UNSAFE,
                "another run works on this database: "
                        + holder(connection, name).orElse("its connection ended just now"),
                "wait until it is done and run again; --lock-timeout waits longer");
    }

    private static Optional<String> holder(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT p.id, p.user, p.host, p.time, LEFT(p.info, 100) FROM information_schema.processlist p"
                        + " WHERE p.id = IS_USED_LOCK(?)")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return id(connection, name);
                }
                String running = row.getString(5);
                return Optional.of("connection " + row.getLong(1) + " of " + row.getString(2) + " from "
                        + row.getString(3)
                        + (running == null ? ", idle" : ", which runs \"" + running + "\"")
                        + " for " + row.getLong(4) + " s");
            }
        }
    }

    /** Without the right PROCESS one sees only one's own connections, but the number all the same. */
    private static Optional<String> id(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT IS_USED_LOCK(?) LIMIT 1")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long id = row.getLong(1);
                return row.wasNull() ? Optional.empty() : Optional.of("connection " + id + " of another user");
            }
        }
    }
}
