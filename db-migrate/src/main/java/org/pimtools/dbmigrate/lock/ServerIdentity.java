package org.pimtools.dbmigrate.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server a connection is with. Nodes that were cloned from one image share host name, port and even server id; of a cluster's
 * nodes each process has a UUID in its group.
 */
final class ServerIdentity {
    private ServerIdentity() {}

    /** At most 300 characters; the same as long as the server runs. */
    static String of(Connection connection) throws SQLException {
        StringBuilder identity = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT @@hostname, @@port, @@server_id")) {
                row.next();
                identity.append(row.getString(1))
                        .append(':')
                        .append(row.getInt(2))
                        .append('/')
                        .append(row.getLong(3));
            }
            try (ResultSet rows =
                    statement.executeQuery("SHOW GLOBAL STATUS WHERE variable_name = 'wsrep_gcomm_uuid'")) {
                while (rows.next()) {
                    identity.append('/').append(rows.getString(2));
                }
            }
        }
        return identity.toString();
    }
}
