package org.pimtools.dbmigrate.table;

import java.util.Objects;

/** A module's line of the table: its display name, and what came of it. */
public record ResultRow(String module, boolean ok, String result) {
    /** What stands in place of an error whose text was not asked for. */
    public static final String UNKNOWN_ERROR = "Unknown DB Error. Please contact your administrator.";

    public ResultRow {
        Objects.requireNonNull(module);
        Objects.requireNonNull(result);
    }

    public static ResultRow noChanges(String module) {
        return new ResultRow(module, true, "No changes");
    }

    /** @param from 0 for a database without any version */
    public static ResultRow changed(String module, String from, String to) {
        return new ResultRow(module, true, from + " -> " + to);
    }

    /** For a database that was taken as it is, and not changed. */
    public static ResultRow adopted(String module, String version) {
        return new ResultRow(module, true, "Adopted at " + version);
    }

    public static ResultRow failed(String module, String error) {
        return new ResultRow(module, false, error);
    }
}
