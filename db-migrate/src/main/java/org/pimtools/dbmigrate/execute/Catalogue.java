package org.pimtools.dbmigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pimtools.dbmigrate.script.Chain;
import org.pimtools.dbmigrate.script.ObjectName;

/**
 * Digests of what the server's catalogue shows of objects, always taken in a session with the same settings, since these decide how a
 * definition is written.
 */
final class Catalogue {
    /** Stands for an object that is not there. */
    static final String ABSENT = "-";

    /** Stands for an object that cannot be looked at: the user may not, or somebody has locked it. */
    static final String UNSEEN = "?";

    private static final int DIGEST_LENGTH = 16;
    /** Unknown database, table, routine, trigger, event, view, sequence. */
    private static final Set<Integer> MISSING = Set.of(1049, 1146, 1305, 1360, 1539, 4091, 1932);
    /** Grows with every row that the platform inserts, and so says nothing of a script. */
    private static final Pattern AUTO_INCREMENT = Pattern.compile(" AUTO_INCREMENT=\\d+");
    /** Who has locked an object for longer than this would be waited for in vain. */
    private static final String BRIEFLY = "SET STATEMENT lock_wait_timeout = 1 FOR ";
    /** What the side session is pinned to, on a session of a script. */
    private static final String IN_A_SCRIPT =
            "SET STATEMENT lock_wait_timeout = 1, sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
                    + " sql_quote_show_create = 1, time_zone = '+00:00', old_mode = '', character_set_results = utf8mb4 FOR ";

    private Catalogue() {}

    /**
     * One digest an object, in order, {@link #ABSENT} for what is not there, {@link #UNSEEN} for what cannot be seen. A table's own name
     * is no part of its digest.
     *
     * @param side a session of our own
     * @param database the current one of the script's session, if it has one
     * @throws SQLException only when the connection is lost
     */
    static List<String> digests(Connection side, Optional<String> database, List<ObjectName> objects)
            throws SQLException {
        return digests(side, BRIEFLY, database, objects);
    }

    /**
     * The same on the session of a script that has locked the tables, so that nobody else can look at them.
     *
     * @param foreign true when the session may take what it is asked for another character set than UTF-8
     */
    static List<String> digestsOfLocked(
            Connection work, Optional<String> database, List<ObjectName> objects, boolean foreign) throws SQLException {
        boolean isUnderstood = !foreign
                || objects.stream()
                        .map(object -> object.in(database).quoted())
                        .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
        return isUnderstood
                ? digests(work, IN_A_SCRIPT, database, objects)
                : objects.stream().map(object -> UNSEEN).toList();
    }

    private static List<String> digests(
            Connection connection, String prefix, Optional<String> database, List<ObjectName> objects)
            throws SQLException {
        List<String> digests = new ArrayList<>();
        for (ObjectName object : objects) {
            digests.add(digest(connection, prefix, object.in(database)));
        }
        return digests;
    }

    private static String digest(Connection connection, String prefix, ObjectName object) throws SQLException {
        if (object.schema().isEmpty() && object.type() != ObjectName.Type.DATABASE) {
            return UNSEEN;
        }
        String type = object.type() == ObjectName.Type.SEQUENCE
                ? "TABLE"
                : object.type().name();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(prefix + "SHOW CREATE " + type + " " + object.quoted())) {
            return row.next() ? Chain.digest(definition(row, object)).substring(0, DIGEST_LENGTH) : ABSENT;
        } catch (SQLException e) {
            if (Failures.isLost(e)) {
                throw e;
            }
            return MISSING.contains(e.getErrorCode()) ? ABSENT : UNSEEN;
        }
    }

    /**
     * What a table is; empty for what is none.
     *
     * @param side a session of our own
     * @throws SQLException also when there is nothing of that name, or it cannot be seen
     */
    static Optional<TableDefinition> table(Connection side, ObjectName table) throws SQLException {
        try (Statement statement = side.createStatement();
                ResultSet row = statement.executeQuery(BRIEFLY + "SHOW CREATE TABLE " + table.quoted())) {
            return row.next() && row.getMetaData().getColumnLabel(2).equals("Create Table")
                    ? Optional.of(TableDefinition.of(row.getString(2)))
                    : Optional.empty();
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
}
