package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** What the server knows of its variables. */
final class SystemVariables {
    private SystemVariables() {}

    /** Of the names, in lower case, those that a session of this server has and may set. */
    static Set<String> known(Connection connection, Set<String> names) throws SQLException {
        Set<String> known = new TreeSet<>();
        if (names.isEmpty()) {
            return known;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT LOWER(variable_name) FROM information_schema.system_variables WHERE variable_scope LIKE 'SESSION%'"
                        + " AND read_only = 'NO' AND variable_name IN (?" + ", ?".repeat(names.size() - 1) + ")")) {
            int place = 1;
            for (String name : names) {
                select.setString(place++, name);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.add(row.getString(1));
                }
            }
        }
        return known;
    }
}
