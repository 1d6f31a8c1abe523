package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pimtools.testkit.server.Database;

/** All that a server shows of a script's two databases, but for the tool's own tables, in words that do not depend on their names. */
final class DatabaseContents {
    private static final Pattern NEXT_NUMBER = Pattern.compile(" AUTO_INCREMENT=\\d+");
    private static final List<String> OWN = List.of(
            "aos_migrate_script", "aos_migrate_statement", "aos_migrate_lease", "aos_migrate_counter", "history");

    private final Map<String, String> found = new TreeMap<>();

    private DatabaseContents() {}

    /** By object: how it was defined, and its rows. */
    static Map<String, String> of(Database database, Database other) throws SQLException {
        DatabaseContents contents = new DatabaseContents();
        try (Connection connection = database.connect()) {
            Scripts.execute(connection, "SET sql_mode = '', time_zone = '+00:00'");
            for (Database each : List.of(database, other)) {
                contents.read(connection, each.name(), each == database ? "{db}." : "{other}.");
            }
        }
        Map<String, String> plain = new TreeMap<>();
        contents.found.forEach((name, text) ->
                plain.put(name, text.replace(other.name(), "{other}").replace(database.name(), "{db}")));
        return plain;
    }

    private void read(Connection connection, String schema, String prefix) throws SQLException {
        String of = "_schema = '" + schema + "'";
        for (List<String> table :
                rows(connection, "SELECT table_name, table_type FROM information_schema.tables WHERE table" + of)) {
            String name = table.get(0);
            if (OWN.contains(name)) {
                continue;
            }
            String quoted = schema + ".`" + name + "`";
            definition(connection, "TABLE", quoted, prefix + name);
            if (table.get(1).equals("SEQUENCE")) {
                put(prefix + name, rows(connection, "SELECT next_not_cached_value, increment FROM " + quoted));
            } else if (table.get(1).equals("SYSTEM VERSIONED")) {
                put(prefix + name, sorted(connection, "SELECT * FROM " + quoted + " FOR SYSTEM_TIME ALL"));
                put(
                        prefix + name + " now",
                        sorted(connection, "SELECT * FROM " + quoted + " FOR SYSTEM_TIME AS OF NOW()"));
            } else {
                put(prefix + name, sorted(connection, "SELECT * FROM " + quoted));
            }
        }
        for (List<String> routine : rows(
                connection, "SELECT routine_type, routine_name FROM information_schema.routines WHERE routine" + of)) {
            definition(connection, routine.get(0), schema + "." + routine.get(1), prefix + routine.get(1));
        }
        for (String kind : List.of("TRIGGER", "EVENT")) {
            for (List<String> one : rows(
                    connection, "SELECT " + kind + "_name FROM information_schema." + kind + "s WHERE " + kind + of)) {
                definition(connection, kind, schema + "." + one.get(0), prefix + one.get(0));
            }
        }
    }

    /** How it is created, with the settings that are kept with it, but not when. */
    private void definition(Connection connection, String kind, String name, String shown) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE " + kind + " " + name)) {
            row.next();
            StringBuilder text = new StringBuilder();
            for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                if (!row.getMetaData().getColumnLabel(i).equals("Created")) {
                    text.append(row.getString(i)).append(' ');
                }
            }
            found.put(
                    shown + " defined as",
                    NEXT_NUMBER.matcher(text).replaceAll("").strip());
        }
    }

    private void put(String name, List<List<String>> rows) {
        found.put(name + " rows", rows.toString());
    }

    private static List<List<String>> sorted(Connection connection, String query) throws SQLException {
        List<List<String>> rows = rows(connection, query);
        Collections.sort(rows, (one, two) -> one.toString().compareTo(two.toString()));
        return rows;
    }

    private static List<List<String>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        }
    }
}
