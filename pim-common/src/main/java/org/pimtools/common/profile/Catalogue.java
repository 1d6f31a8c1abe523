package org.pimtools.common.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.plan.PlanLine.TargetColumn;

/** The tables and columns of the current database that the account may read, as {@code information_schema} lists them. */
final class Catalogue {
    private final String database;
    private final Map<String, Map<String, TargetColumn>> tables = new HashMap<>();

    private Catalogue(String database) {
        this.database = database;
    }

    static Catalogue read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT DATABASE(), TABLE_NAME, COLUMN_NAME, DATA_TYPE,
                        COALESCE(CHARACTER_MAXIMUM_LENGTH, 0), COALESCE(CHARACTER_SET_NAME, '')
                        FROM information_schema.COLUMNS
                        WHERE TABLE_SCHEMA = DATABASE() AND FIND_IN_SET('select', PRIVILEGES) > 0""")) {
            Catalogue catalogue = new Catalogue(connection.getCatalog());
            while (rows.next()) {
                TargetColumn column = new TargetColumn(
                        rows.getString(2), rows.getString(3), rows.getString(4), rows.getLong(5), rows.getString(6));
                catalogue
                        .tables
                        .computeIfAbsent(column.table(), table -> new HashMap<>())
                        .put(column.column().toLowerCase(Locale.ROOT), column);
            }
            return catalogue;
        }
    }

    /** Names of the triggers on the table that the account can see. */
    static List<String> triggers(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
                WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? ORDER BY TRIGGER_NAME""")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    String database() {
        return database;
    }

    boolean hasTable(String table) {
        return tables.containsKey(table);
    }

    /** The column, whatever the case of its letters. */
    Optional<TargetColumn> column(String table, String column) {
        return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(column.toLowerCase(Locale.ROOT)));
    }
}
