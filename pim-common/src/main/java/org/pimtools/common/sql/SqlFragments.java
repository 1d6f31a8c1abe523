package org.pimtools.common.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pieces of SQL of which files and {@code apply} are made. The staging table is {@code s}, the table of the platform is
 * {@code t}; values are compared byte by byte, because collations call different names equal.
 */
public final class SqlFragments {
    /** How the staging table's columns for key columns begin. */
    public static final String KEY = "k_";

    /** How the staging table's columns for guard columns begin. */
    public static final String GUARD = "g_";

    private SqlFragments() {}

    /** The name of the temporary table that stages the rows of a target. */
    public static String staging(int no) {
        return "pim_tools_staging_" + no;
    }

    /** Removes a staging table that an earlier run in the same session left. */
    public static String drop(int no) {
        return "DROP TEMPORARY TABLE IF EXISTS " + staging(no);
    }

    /**
     * Creates the staging table; {@code v} takes type and character set from the column that it is written to, and a key of text
     * from its column, so that the rows are found by the table's index.
     */
    public static String create(int no, SqlTarget target) {
        List<String> columns = new ArrayList<>();
        columns.add("n INT UNSIGNED NOT NULL DEFAULT 0 PRIMARY KEY");
        columns.add("vm BIGINT NOT NULL DEFAULT 0");
        List<String> taken = new ArrayList<>();
        numbers(target.keyColumns()).forEach(i -> {
            KeyColumn column = target.keyColumns().get(i - 1);
            switch (column.type()) {
                case NUMBER -> columns.add(key(target, i) + " BIGINT NOT NULL DEFAULT 0");
                case TEXT -> taken.add(name(column.name()) + " AS " + key(target, i) + ", ");
            }
        });
        numbers(target.guardColumns()).forEach(i -> columns.add(guardColumn(target, i) + varbinary()));
        columns.add("e" + varbinary());
        return "CREATE TEMPORARY TABLE " + staging(no) + " (" + String.join(", ", columns) + ") ENGINE=InnoDB SELECT "
                + String.join("", taken) + name(target.column()) + " AS v FROM " + name(target.table())
                + " WHERE FALSE";
    }

    /** What stands before the rows of an INSERT into the staging table. */
    public static String insert(int no, SqlTarget target) {
        List<String> columns = new ArrayList<>(List.of("n", "vm"));
        numbers(target.keyColumns()).forEach(i -> columns.add(key(target, i)));
        numbers(target.guardColumns()).forEach(i -> columns.add(guardColumn(target, i)));
        columns.add("e");
        columns.add("v");
        return "INSERT INTO " + staging(no) + " (" + String.join(", ", columns) + ") VALUES";
    }

    /** One row of an INSERT into the staging table. */
    public static String tuple(long n, SqlRow row) {
        StringBuilder text =
                new StringBuilder(160).append('(').append(n).append(',').append(row.idVm());
        row.key().forEach(part -> text.append(',').append(part.literal()));
        row.guards().forEach(value -> text.append(',').append(SqlLiterals.bytes(value)));
        return text.append(',')
                .append(SqlLiterals.bytes(row.before()))
                .append(',')
                .append(SqlLiterals.text(row.after()))
                .append(')')
                .toString();
    }

    /** The server's side of {@link RowChecksum}. */
    public static String checksum(SqlTarget target) {
        StringBuilder text = new StringBuilder("IFNULL(SUM(CRC32(CONCAT(s.n, ',', s.vm");
        numbers(target.keyColumns()).forEach(i -> text.append(measuredKey(target, i)));
        numbers(target.guardColumns()).forEach(i -> text.append(measured("s." + guardColumn(target, i))));
        return text.append(measured("s.e"))
                .append(measured("BINARY CONVERT(s.v USING utf8mb4)"))
                .append("))), 0)")
                .toString();
    }

    /** Staging table and table, every staged row once. */
    public static String outerJoin(StagedTarget staged) {
        return staging(staged.no()) + " s LEFT JOIN " + join(staged.target());
    }

    /** The row exists. */
    public static String exists(SqlTarget target) {
        return "t." + name(target.keyColumns().get(0).name()) + " IS NOT NULL";
    }

    /** The guard with the given number, from 1, holds. */
    public static String guard(SqlTarget target, int no) {
        return text(target.guardColumns().get(no - 1)) + " <=> s." + guardColumn(target, no);
    }

    /** The row exists and every guard holds. */
    public static String guarded(SqlTarget target) {
        return exists(target)
                + numbers(target.guardColumns())
                        .mapToObj(i -> " AND " + guard(target, i))
                        .collect(Collectors.joining());
    }

    /** The column holds what it should hold before. */
    public static String isBefore(SqlTarget target) {
        return text(target.column()) + " <=> s.e";
    }

    /** The column holds what it should hold after; both have one character set. */
    public static String isAfter(SqlTarget target) {
        return "BINARY t." + name(target.column()) + " <=> BINARY s.v";
    }

    /** Sets the rows from {@code from} to {@code to}, each only where all guards hold. */
    public static String update(StagedTarget staged, String from, String to) {
        SqlTarget target = staged.target();
        return "UPDATE " + staging(staged.no()) + " s STRAIGHT_JOIN " + join(target) + " SET t." + name(target.column())
                + " = s.v WHERE s.n BETWEEN " + from + " AND " + to + " AND " + guarded(target) + " AND "
                + isBefore(target) + " AND NOT (" + isAfter(target) + ")";
    }

    /** A quoted identifier. */
    public static String name(String identifier) {
        return "`" + identifier + "`";
    }

    private static String join(SqlTarget target) {
        return name(target.table()) + " t ON "
                + numbers(target.keyColumns())
                        .mapToObj(i -> equalKey(target, i))
                        .collect(Collectors.joining(" AND "));
    }

    /** Texts also byte by byte: the collation finds the row, and takes different keys for equal. */
    private static String equalKey(SqlTarget target, int no) {
        KeyColumn column = target.keyColumns().get(no - 1);
        String there = "t." + name(column.name());
        String here = "s." + key(target, no);
        String equal = there + " = " + here;
        return switch (column.type()) {
            case NUMBER -> equal;
            case TEXT -> equal + " AND BINARY " + there + " = BINARY " + here;
        };
    }

    private static String measuredKey(SqlTarget target, int no) {
        String value = "s." + key(target, no);
        return switch (target.keyColumns().get(no - 1).type()) {
            case NUMBER -> ", ',', " + value;
            case TEXT -> measured("BINARY CONVERT(" + value + " USING utf8mb4)");
        };
    }

    /** A staged key column for people: what is not plain comes in hexadecimal digits, so that it cannot steer a terminal. */
    static String shownKey(SqlTarget target, int no) {
        String value = "s." + key(target, no);
        return switch (target.keyColumns().get(no - 1).type()) {
            case NUMBER -> value;
            case TEXT ->
                "IF(BINARY " + value + " REGEXP '^[A-Za-z0-9._#:/-]+$', " + value + ", CONCAT('X''', HEX(CONVERT("
                        + value + " USING utf8mb4)), ''''))";
        };
    }

    /** The staging table's column for a key column. */
    static String key(SqlTarget target, int no) {
        return name(KEY + target.keyColumns().get(no - 1).name());
    }

    private static String guardColumn(SqlTarget target, int no) {
        return name(GUARD + target.guardColumns().get(no - 1));
    }

    private static String text(String column) {
        return "BINARY CONVERT(t." + name(column) + " USING utf8mb4)";
    }

    private static String measured(String value) {
        return ", IFNULL(CONCAT(',', LENGTH(" + value + "), '=', " + value + "), ',-')";
    }

    private static String varbinary() {
        return " VARBINARY(" + SqlLiterals.MAX_BYTES + ")";
    }

    static IntStream numbers(List<?> columns) {
        return IntStream.rangeClosed(1, columns.size());
    }
}
