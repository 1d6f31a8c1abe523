package org.pimtools.dbmigrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.dbmigrate.execute.HistoryMark;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * Keeps the rows of Flyway's history as its free edition reads them: a row with {@code success = 0} keeps it out, a row of type
 * {@code DELETE} makes a version pending again.
 */
public final class FlywayHistoryMark implements HistoryMark {
    private final String table;

    public FlywayHistoryMark(DatabaseSettings database) {
        table = HistoryTable.of(database);
    }

    @Override
    public void opened(Connection transaction, Script script) throws SQLException {
        switch (script.direction()) {
            case MIGRATE -> {
                try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO " + table
                        + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                        + " VALUES (?, ?, ?, 'SQL', ?, ?, SUBSTRING_INDEX(USER(), '@', 1), 0, 0)")) {
                    insert.setInt(1, nextRank(transaction));
                    insert.setString(2, script.version().toString());
                    insert.setString(3, AbbreviationUtils.abbreviateDescription(script.description()));
                    insert.setString(4, AbbreviationUtils.abbreviateScript(script.file()));
                    insert.setInt(5, script.checksum());
                    insert.executeUpdate();
                }
            }
            case UNDO -> success(transaction, script, 0);
        }
    }

    @Override
    public void done(Connection transaction, Script script, Duration took) throws SQLException {
        int millis = (int) Math.min(took.toMillis(), Integer.MAX_VALUE);
        switch (script.direction()) {
            case MIGRATE -> {
                try (PreparedStatement update = transaction.prepareStatement("UPDATE " + table
                        + " SET success = 1, description = ?, script = ?, checksum = ?, execution_time = ?,"
                        + " installed_on = CURRENT_TIMESTAMP WHERE installed_rank = ?")) {
                    update.setString(1, AbbreviationUtils.abbreviateDescription(script.description()));
                    update.setString(2, AbbreviationUtils.abbreviateScript(script.file()));
                    update.setInt(3, script.checksum());
                    update.setInt(4, millis);
                    update.setInt(5, rank(transaction, script));
                    update.executeUpdate();
                }
            }
            case UNDO -> {
                success(transaction, script, 1);
                try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO " + table
                        + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                        + " SELECT ?, version, description, 'DELETE', script, checksum, SUBSTRING_INDEX(USER(), '@', 1), ?, 1"
                        + " FROM " + table + " WHERE installed_rank = ?")) {
                    insert.setInt(1, nextRank(transaction));
                    insert.setInt(2, millis);
                    insert.setInt(3, rank(transaction, script));
                    insert.executeUpdate();
                }
            }
        }
    }

    @Override
    public void abandoned(Connection transaction, Script script) throws SQLException {
        switch (script.direction()) {
            case MIGRATE -> {
                try (PreparedStatement delete = transaction.prepareStatement(
                        "DELETE FROM " + table + " WHERE installed_rank = ? AND success = 0")) {
                    delete.setInt(1, rank(transaction, script));
                    delete.executeUpdate();
                }
            }
            case UNDO -> success(transaction, script, 1);
        }
    }

    private void success(Connection transaction, Script script, int value) throws SQLException {
        try (PreparedStatement update =
                transaction.prepareStatement("UPDATE " + table + " SET success = ? WHERE installed_rank = ?")) {
            update.setInt(1, value);
            update.setInt(2, rank(transaction, script));
            update.executeUpdate();
        }
    }

    private int nextRank(Connection transaction) throws SQLException {
        try (PreparedStatement select =
                        transaction.prepareStatement("SELECT COALESCE(MAX(installed_rank), 0) + 1 FROM " + table);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Of the newest row of the script's version; a version that was taken back and applied again has several. */
    private int rank(Connection transaction, Script script) throws SQLException {
        try (PreparedStatement select = transaction.prepareStatement("SELECT installed_rank, version FROM " + table
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
