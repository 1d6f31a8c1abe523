package org.pimtools.common.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One column of one table that a file writes, with the columns that identify and guard a row.
 *
 * @param keyColumns the primary key, integers; at least one
 * @param guardColumns columns that must hold planned values; none in a rollback
 */
public record SqlTarget(String table, List<String> keyColumns, List<String> guardColumns, String column) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,61}");

    public SqlTarget {
        keyColumns = List.copyOf(keyColumns);
        guardColumns = List.copyOf(guardColumns);
        check(table);
        check(column);
        keyColumns.forEach(SqlTarget::check);
        guardColumns.forEach(SqlTarget::check);
        Set<String> all = new HashSet<>(keyColumns);
        all.addAll(guardColumns);
        all.add(column);
        if (keyColumns.isEmpty() || all.size() != keyColumns.size() + guardColumns.size() + 1) {
            throw new IllegalArgumentException("a target has a key and names each column once");
        }
        if (keyColumns.size() > 4 || guardColumns.size() > 8) {
            throw new IllegalArgumentException("a target has at most 4 key and 8 guard columns");
        }
    }

    /** The same table and column without guards. */
    public SqlTarget unguarded() {
        return new SqlTarget(table, keyColumns, List.of(), column);
    }

    private static void check(String identifier) {
        if (!IDENTIFIER.matcher(Objects.requireNonNull(identifier)).matches()) {
            throw new IllegalArgumentException(
                    "names of tables and columns are made of ASCII letters, digits and underscores, and have at most 62");
        }
    }
}
