package org.pimtools.planner.apply;

import java.util.List;

/**
 * A row of the database that is not as an SQL file has it.
 *
 * @param column the first column that differs, or null when there is no such row
 * @param expected what the column should hold, or null for NULL
 * @param found what it holds, or null for NULL
 */
public record RowDifference(
        String file, long idVm, String table, List<Long> key, String column, String expected, String found) {
    public RowDifference {
        key = List.copyOf(key);
    }

    /** The difference for people; data in it is not yet printable. */
    public String text() {
        String row = "vm:" + idVm + " " + table + " " + key;
        return column == null
                ? row + ": no such row"
                : row + " " + column + ": expected " + value(expected) + ", found " + value(found);
    }

    private static String value(String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
