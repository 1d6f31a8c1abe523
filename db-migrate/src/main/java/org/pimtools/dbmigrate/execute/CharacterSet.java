package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;

/**
 * The character set that a script has given its session. The driver sends and expects UTF-8 whatever is set, so that under another
 * one the server would misread the names and texts of our own statements.
 */
record CharacterSet(List<String> values) {
    /** In an order in which none changes one before it. */
    private static final List<String> VARIABLES = List.of(
            "character_set_client", "character_set_results", "character_set_connection", "collation_connection");

    /** Does something in UTF-8 and gives the session its own character set back. */
    static void inOurs(Connection connection, LockedDatabase.Writes ours) throws SQLException {
        CharacterSet theirs = read(connection);
        Sessions.execute(connection, "SET NAMES utf8mb4");
        try {
            ours.to(connection);
        } catch (SQLException | RuntimeException e) {
            try {
                theirs.giveBack(connection);
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        theirs.giveBack(connection);
    }

    private static CharacterSet read(Connection connection) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@" + String.join(", @@", VARIABLES))) {
            row.next();
            for (int i = 1; i <= VARIABLES.size(); i++) {
                values.add(row.getString(i));
            }
        }
        return new CharacterSet(values);
    }

    private void giveBack(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SET " + String.join(" = ?, ", VARIABLES) + " = ?")) {
            for (int i = 0; i < values.size(); i++) {
                set.setString(i + 1, values.get(i));
            }
            set.execute();
        }
    }
}
