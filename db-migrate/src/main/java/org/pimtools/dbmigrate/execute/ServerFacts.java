package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a server can do. */
final class ServerFacts {
    private static final int FIRST_MAJOR = 10;
    private static final int FIRST_MINOR = 6;

    private ServerFacts() {}

    /**
     * Whether {@code CREATE TABLE … SELECT} leaves either the table with its rows or nothing: from MariaDB 10.6 on, and not on a node of
     * a cluster, which makes the table before its rows.
     */
    static boolean fillsTablesAtOnce(Connection side) throws SQLException {
        try (Statement statement = side.createStatement();
                ResultSet row =
                        statement.executeQuery("SHOW VARIABLES WHERE variable_name IN ('version', 'wsrep_on')")) {
            boolean atOnce = true;
            while (row.next()) {
                if (row.getString(1).equalsIgnoreCase("wsrep_on")) {
                    atOnce &= !row.getString(2).equalsIgnoreCase("ON");
                } else {
                    String[] version = row.getString(2).split("[.-]");
                    int major = Integer.parseInt(version[0]);
                    atOnce &=
                            major > FIRST_MAJOR || major == FIRST_MAJOR && Integer.parseInt(version[1]) >= FIRST_MINOR;
                }
            }
            return atOnce;
        }
    }
}
