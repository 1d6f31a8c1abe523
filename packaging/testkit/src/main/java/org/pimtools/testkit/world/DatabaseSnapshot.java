package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The checksums (CHECKSUM TABLE) of all base tables of a database at one time, by table. */
public record DatabaseSnapshot(Map<String, Long> checksums) {
    public DatabaseSnapshot {
        checksums = Map.copyOf(checksums);
    }

    /** Takes one of the connection's current database. */
    public static DatabaseSnapshot of(Connection connection) throws SQLException {
        Map<String, Long> checksums = new TreeMap<>();
        try (Statement sql = connection.createStatement()) {
            for (String table : tables(sql)) {
                try (ResultSet row = sql.executeQuery("CHECKSUM TABLE `" + table.replace("`", "``") + "` EXTENDED")) {
                    row.next();
                    checksums.put(table, row.getLong(2));
                }
            }
        }
        return new DatabaseSnapshot(checksums);
    }

    /** The tables whose content differs, or which only one has, in order. */
    public List<String> diff(DatabaseSnapshot other) {
        TreeMap<String, Long> all = new TreeMap<>(checksums);
        all.putAll(other.checksums);
        return all.keySet().stream()
                .filter(table -> !Objects.equals(checksums.get(table), other.checksums.get(table)))
                .toList();
    }

    private static List<String> tables(Statement sql) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
