package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pimtools.dbmigrate.script.Chain;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.Token;

/** Digests of what the server's catalogue says of objects. */
final class Catalogue {
    /** Stands for an object that is not there. */
    static final String ABSENT = "-";

    /** Stands for an object that the user may not look at. */
    static final String UNSEEN = "?";

    private static final int DIGEST_LENGTH = 16;
    /** Unknown database, table, routine, trigger, event, view, sequence. */
    private static final Set<Integer> MISSING = Set.of(1049, 1146, 1305, 1360, 1539, 4091, 1932);
    /** Grows with every row that the platform inserts, and so says nothing of a script. */
    private static final Pattern AUTO_INCREMENT = Pattern.compile(" AUTO_INCREMENT=\\d+");

    private Catalogue() {}

    /** One digest an object, in order, {@link #ABSENT} for what is not there, {@link #UNSEEN} for what may not be seen. A table's own name is no part of its digest. */
    static List<String> digests(Connection connection, List<ObjectName> objects) throws SQLException {
        List<String> digests = new ArrayList<>();
        for (ObjectName object : objects) {
            digests.add(digest(connection, object));
        }
        return digests;
    }

    private static String digest(Connection connection, ObjectName object) throws SQLException {
        String type = object.type() == ObjectName.Type.SEQUENCE
                ? "TABLE"
                : object.type().name();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE " + type + " " + object.quoted())) {
            return row.next() ? Chain.digest(definition(row, object)).substring(0, DIGEST_LENGTH) : ABSENT;
        } catch (SQLException e) {
            if (MISSING.contains(e.getErrorCode())) {
                return ABSENT;
            } else if (Rights.isRefusal(e)) {
                return UNSEEN;
            }
            throw e;
        }
    }

    private static String definition(ResultSet row, ObjectName object) throws SQLException {
        StringBuilder text = new StringBuilder();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnLabel(i);
            if (column.startsWith("Create ") || column.equals("SQL Original Statement") || column.equals("sql_mode")) {
                text.append(row.getString(i)).append('\n');
            }
        }
        String definition = AUTO_INCREMENT.matcher(text).replaceAll("");
        int body = definition.indexOf('(');
        return object.type() == ObjectName.Type.TABLE && body >= 0 ? definition.substring(body) : definition;
    }

    /** The tokens of a procedure's body; none when it is not there or may not be seen. */
    static List<Token> routine(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT routine_definition FROM"
                        + " information_schema.routines WHERE routine_schema = ? AND routine_name = ? AND routine_type = 'PROCEDURE'")) {
            select.setString(1, schema);
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                String body = row.next() ? row.getString(1) : null;
                return body == null ? List.of() : Lexer.tokens(body);
            }
        }
    }
}
