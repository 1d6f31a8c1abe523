package org.pimtools.planner.verify;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlTarget;

/** Reads what the rows of a target hold now, as bytes of UTF-8, so that collations play no part. Needs SELECT only. */
final class RowReader {
    private final Connection connection;
    private final SqlTarget target;

    RowReader(Connection connection, SqlTarget target) {
        this.connection = connection;
        this.target = target;
    }

    /** By key: the values of the guard columns, then that of the column. Rows that do not exist are left out. */
    Map<List<KeyCell>, List<String>> read(Collection<List<KeyCell>> keys) throws SQLException {
        Map<List<KeyCell>, List<String>> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select(keys))) {
            int keyCount = target.keyColumns().size();
            while (rows.next()) {
                List<KeyCell> key = new ArrayList<>();
                for (int i = 1; i <= keyCount; i++) {
                    key.add(
                            switch (target.keyColumns().get(i - 1).type()) {
                                case NUMBER -> KeyCell.of(rows.getLong(i));
                                case TEXT -> KeyCell.of(new String(rows.getBytes(i), StandardCharsets.UTF_8));
                            });
                }
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= target.guardColumns().size() + 1; i++) {
                    byte[] bytes = rows.getBytes(keyCount + i);
                    values.add(bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
                }
                found.put(key, values);
            }
        }
        return found;
    }

    private String select(Collection<List<KeyCell>> keys) {
        List<String> columns = new ArrayList<>();
        target.keyColumns()
                .forEach(column -> columns.add(
                        switch (column.type()) {
                            case NUMBER -> SqlFragments.name(column.name());
                            case TEXT -> bytes(column.name());
                        }));
        target.guardColumns().forEach(column -> columns.add(bytes(column)));
        columns.add(bytes(target.column()));
        return "SELECT " + String.join(", ", columns) + " FROM " + SqlFragments.name(target.table()) + " WHERE "
                + (target.keyColumns().size() == 1 ? single(keys) : composite(keys));
    }

    private String single(Collection<List<KeyCell>> keys) {
        return SqlFragments.name(target.keyColumns().get(0).name()) + " IN ("
                + keys.stream().map(key -> key.get(0).literal()).collect(Collectors.joining(",")) + ")";
    }

    /** The server finds rows by their key for this form, and not for IN with several columns. */
    private String composite(Collection<List<KeyCell>> keys) {
        return keys.stream().map(this::equalTo).collect(Collectors.joining(" OR "));
    }

    private String equalTo(List<KeyCell> key) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            parts.add(SqlFragments.name(target.keyColumns().get(i).name()) + "="
                    + key.get(i).literal());
        }
        return "(" + String.join(" AND ", parts) + ")";
    }

    private static String bytes(String column) {
        return "BINARY CONVERT(" + SqlFragments.name(column) + " USING utf8mb4)";
    }
}
