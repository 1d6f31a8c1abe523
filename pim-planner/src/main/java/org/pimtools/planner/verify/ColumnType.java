package org.pimtools.planner.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pimtools.common.sql.SqlLiterals;
import org.pimtools.common.sql.SqlTarget;

/**
 * What values a column of text can hold, asked of the database with SELECT alone; so that a value which it would refuse is known
 * before anything is changed.
 */
final class ColumnType {
    private static final Pattern CHARSET = Pattern.compile("[A-Za-z0-9_]+");

    private final Connection connection;
    private final long length;
    private final String charset;
    private final boolean nullable;

    private ColumnType(Connection connection, long length, String charset, boolean nullable) {
        this.connection = connection;
        this.length = length;
        this.charset = charset;
        this.nullable = nullable;
    }

    /** Empty for a column that is not there, or is no {@code CHAR} or {@code VARCHAR}: the staging tables find what it refuses. */
    static Optional<ColumnType> of(Connection connection, SqlTarget target) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT CHARACTER_MAXIMUM_LENGTH, CHARACTER_SET_NAME, IS_NULLABLE FROM information_schema.COLUMNS"
                                + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '" + target.table()
                                + "' AND COLUMN_NAME = '" + target.column()
                                + "' AND DATA_TYPE IN ('char', 'varchar')")) {
            if (!rows.next() || !CHARSET.matcher(rows.getString(2)).matches()) {
                return Optional.empty();
            }
            return Optional.of(new ColumnType(
                    connection,
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3).equals("YES")));
        }
    }

    /** Those of the values that it cannot hold. */
    Set<String> refused(List<String> values) throws SQLException {
        Set<String> refused = new HashSet<>();
        List<String> unusual = new ArrayList<>();
        for (String value : values) {
            if (value == null) {
                if (!nullable) {
                    refused.add(null);
                }
            } else if (value.codePointCount(0, value.length()) > length) {
                refused.add(value);
            } else if (!SqlLiterals.isPlain(value)) {
                unusual.add(value);
            }
        }
        refused.addAll(notInCharset(unusual));
        return refused;
    }

    /** What is not the same after a conversion there and back. */
    private List<String> notInCharset(List<String> values) throws SQLException {
        if (values.isEmpty()) {
            return List.of();
        }
        StringBuilder union = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            union.append(i == 0 ? "SELECT " : " UNION ALL SELECT ")
                    .append(i)
                    .append(" AS i, CONVERT(")
                    .append(SqlLiterals.text(values.get(i)))
                    .append(" USING utf8mb4) AS v");
        }
        List<String> lost = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT i FROM (" + union + ") s WHERE NOT (BINARY CONVERT(CONVERT(v USING " + charset
                                + ") USING utf8mb4) <=> BINARY v)")) {
            while (rows.next()) {
                lost.add(values.get(rows.getInt(1)));
            }
        }
        return lost;
    }

    /** For people: what fits. */
    String text() {
        return length + " characters of " + charset + (nullable ? "" : ", not NULL");
    }
}
