package org.pimtools.common.profile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * An update of the schema that is under way: Liquibase holds the lock of its log of changes.
 *
 * @param by who holds it, as the lock says; null when it does not
 * @param since when it was taken, as the database writes it; null when it is not known
 */
public record SchemaUpdate(String by, String since) {
    private static final String TABLE = "DATABASECHANGELOGLOCK";

    /** Empty when nobody holds the lock. */
    static Optional<SchemaUpdate> read(Connection connection, SchemaProfile profile, Catalogue catalogue)
            throws SQLException {
        String sql = "SELECT %s, %s FROM %s WHERE %s <> 0"
                .formatted(
                        optional(profile, catalogue, "LOCKEDBY"),
                        optional(profile, catalogue, "LOCKGRANTED"),
                        profile.quotedTable(TABLE),
                        profile.quotedColumn(TABLE, "LOCKED"));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.of(new SchemaUpdate(rows.getString(1), rows.getString(2))) : Optional.empty();
        }
    }

    private static String optional(SchemaProfile profile, Catalogue catalogue, String column) {
        return catalogue
                        .column(profile.table(TABLE), profile.column(TABLE, column))
                        .isPresent()
                ? "CAST(" + profile.quotedColumn(TABLE, column) + " AS CHAR)"
                : "NULL";
    }

    /** For people: who holds the lock, and since when. */
    String text() {
        return "an update of its schema holds the lock " + TABLE + (by == null ? "" : ", by " + by)
                + (since == null ? "" : ", since " + since);
    }

    /** What a command says that does not work meanwhile. */
    ToolException refusal(String database) {
        return new ToolException(
                ExitCode.UNSAFE,
                "the database " + database + " is being updated: " + text(),
                "wait until the update has ended, then run again; if it was aborted, finish it and release its lock first"
                        + " (liquibase release-locks), or make a rehearsal plan");
    }
}
