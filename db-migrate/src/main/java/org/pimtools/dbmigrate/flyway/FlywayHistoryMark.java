package org.pimtools.dbmigrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.dbmigrate.execute.HistoryMark;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * Keeps the rows of Flyway's history as its free edition reads them: a row with {@code success = 0} keeps it out, a row of type
 * {@code DELETE} makes a version pending again.
 */
public final class FlywayHistoryMark implements HistoryMark {
    private static final String COLUMNS =
            " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)";
    private static final String BY = ", SUBSTRING_INDEX(USER(), '@', 1), ";

    private final String table;
    /** The row of the script that is begun and not ended: there is one. */
    private final String begun;

    public FlywayHistoryMark(DatabaseSettings database) {
        table = HistoryTable.of(database);
        begun = "(SELECT MAX(installed_rank) FROM " + table + " WHERE type = 'SQL' AND success = 0)";
    }

    @Override
    public void opened(Connection side, Transaction transaction, Script script) throws SQLException {
        switch (script.direction()) {
            case MIGRATE ->
                transaction.add("INSERT INTO " + table + COLUMNS + " SELECT COALESCE(MAX(installed_rank), 0) + 1, "
                        + Names.text(script.version().toString()) + ", " + description(script) + ", 'SQL', "
                        + file(script) + ", " + script.checksum() + BY + "0, 0 FROM " + table);
            case UNDO ->
                transaction.add("UPDATE " + table + " SET success = 0 WHERE installed_rank = " + rank(side, script));
        }
    }

    @Override
    public void done(Transaction transaction, Script script, Duration took) throws SQLException {
        int millis = (int) Math.min(took.toMillis(), Integer.MAX_VALUE);
        switch (script.direction()) {
            case MIGRATE ->
                transaction.add("UPDATE " + table + " SET success = 1, description = " + description(script)
                        + ", script = " + file(script) + ", checksum = " + script.checksum() + ", execution_time = "
                        + millis + ", installed_on = CURRENT_TIMESTAMP WHERE installed_rank = " + begun);
            case UNDO -> {
                transaction.add("INSERT INTO " + table + COLUMNS + " SELECT (SELECT MAX(installed_rank) + 1 FROM "
                        + table + "), version, description, 'DELETE', script, checksum" + BY + millis + ", 1 FROM "
                        + table
                        + " WHERE installed_rank = " + begun);
                transaction.add("UPDATE " + table + " SET success = 1 WHERE installed_rank = " + begun);
            }
        }
        transaction.add("IF ROW_COUNT() <> 1 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT ="
                + " 'the schema history has lost the row of version " + script.version() + "'; END IF");
    }

    @Override
    public void abandoned(Transaction transaction, Script script) throws SQLException {
        transaction.add(
                switch (script.direction()) {
                    case MIGRATE -> "DELETE FROM " + table + " WHERE installed_rank = " + begun;
                    case UNDO -> "UPDATE " + table + " SET success = 1 WHERE installed_rank = " + begun;
                });
    }

    private static String description(Script script) {
        return Names.text(AbbreviationUtils.abbreviateDescription(script.description()));
    }

    private static String file(Script script) {
        return Names.text(AbbreviationUtils.abbreviateScript(script.file()));
    }

    /** Of the newest row of the script's version; a version that was taken back and applied again has several. */
    private int rank(Connection side, Script script) throws SQLException {
        try (PreparedStatement select = side.prepareStatement("SELECT installed_rank, version FROM " + table
                        + " WHERE type = 'SQL' AND version IS NOT NULL ORDER BY installed_rank DESC");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (Version.parse(row.getString(2))
                        .filter(script.version()::equals)
                        .isPresent()) {
                    return row.getInt(1);
                }
            }
        }
        throw new SQLException("the schema history has lost the row of version " + script.version());
    }
}
