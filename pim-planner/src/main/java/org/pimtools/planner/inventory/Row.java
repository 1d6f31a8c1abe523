package org.pimtools.planner.inventory;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;

/**
 * One row of a query whose first column is the key, or part of it. A column may have another type than the platform gave it, so
 * that a value is none of what is expected of it: that is kept as a fault, and costs the row no more than that value.
 */
final class Row {
    private static final int LONGEST_PORT = 65_536;

    private final ResultSet row;
    private final UnreadableValues faults;

    Row(ResultSet row, UnreadableValues faults) {
        this.row = row;
        this.faults = faults;
    }

    /** Ends the reading of a row that nobody can name. */
    static final class WithoutId extends RuntimeException {
        private static final long serialVersionUID = 1;

        private WithoutId() {
            super(null, null, false, false);
        }
    }

    /** The text, or null. */
    String text(int column) throws SQLException {
        return row.getString(column);
    }

    /** How many characters the column of a text can hold. */
    int width(int column) throws SQLException {
        return row.getMetaData().getPrecision(column);
    }

    /** A number without which the row means nothing. */
    long id(int column) throws SQLException {
        Long number = number(column);
        if (number == null) {
            throw new WithoutId();
        }
        return number;
    }

    /** A whole number, or null when there is none or what is there is none. */
    Long number(int column) throws SQLException {
        try {
            long value = row.getLong(column);
            return row.wasNull() ? null : Long.valueOf(value);
        } catch (SQLDataException e) {
            String text = row.getString(column);
            try {
                return Long.valueOf(text.strip());
            } catch (NumberFormatException none) {
                ResultSetMetaData names = row.getMetaData();
                faults.add(
                        names.getTableName(column) + "." + names.getColumnName(column),
                        text,
                        names.getTableName(1) + "." + names.getColumnName(1),
                        row.getString(1));
                return null;
            }
        }
    }

    /** A number that is 0 when there is none. */
    long numberOrZero(int column) throws SQLException {
        Long number = number(column);
        return number == null ? 0 : number;
    }

    /** A port as it stands there, or null; what cannot be one becomes 0 or 65536, which no endpoint can have. */
    Integer port(int column) throws SQLException {
        Long number = number(column);
        if (number != null) {
            return (int) Math.max(0, Math.min(LONGEST_PORT, number));
        }
        return text(column) == null ? null : Integer.valueOf(0);
    }
}
