package org.pimtools.common.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One column of one table that a file writes, with the columns that identify and guard a row.
 *
 * @param role what the rows are about
 * @param keyColumns the primary key; at least one, integers before texts
 * @param guardColumns columns that must hold planned values; none in a rollback
 */
public record SqlTarget(
        SqlRole role, String table, List<KeyColumn> keyColumns, List<String> guardColumns, String column) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,61}");

    public SqlTarget {
        Objects.requireNonNull(role);
        keyColumns = List.copyOf(keyColumns);
        guardColumns = List.copyOf(guardColumns);
        check(table);
        check(column);
        keyColumns.forEach(key -> check(key.name()));
        guardColumns.forEach(SqlTarget::check);
        Set<String> all = new HashSet<>(guardColumns);
        keyColumns.forEach(key -> all.add(key.name()));
        all.add(column);
        if (keyColumns.isEmpty() || all.size() != keyColumns.size() + guardColumns.size() + 1) {
            throw new IllegalArgumentException("a target has a key and names each column once");
        }
        for (int i = 1; i < keyColumns.size(); i++) {
            if (keyColumns.get(i).type().compareTo(keyColumns.get(i - 1).type()) < 0) {
                throw new IllegalArgumentException("the integers of a key come before its texts");
            }
        }
        if (keyColumns.size() > 4 || guardColumns.size() > 8) {
            throw new IllegalArgumentException("a target has at most 4 key and 8 guard columns");
        }
    }

    /** The same table and column without guards. */
    public SqlTarget unguarded() {
        return new SqlTarget(role, table, keyColumns, List.of(), column);
    }

    private static void check(String identifier) {
        if (!IDENTIFIER.matcher(Objects.requireNonNull(identifier)).matches()) {
            throw new IllegalArgumentException(
                    "names of tables and columns are made of ASCII letters, digits and underscores, and have at most 62");
        }
    }
}
