package org.pimtools.dbmigrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.script.Version;

/**
 * The table that Flyway keeps its history in, column for column as its free edition makes it (flyway-mysql, {@code MySQLDatabase}).
 * Flyway itself would take the lock that the caller holds, and wait for it without end.
 */
public final class HistoryTable {
    static final String NAME = "flyway_schema_history";
    private static final String BASELINE = "<< Flyway Baseline >>";

    private HistoryTable() {}

    /** Its name, with that of its database, quoted for SQL. */
    public static String of(DatabaseSettings database) {
        return "`" + database.database().replace("`", "``") + "`.`" + NAME + "`";
    }

    /** The server's named lock that plain Flyway takes for this table, so that the two keep each other out. */
    public static String lock(DatabaseSettings database) {
        return "Flyway-" + of(database).hashCode();
    }

    /** Makes the table if it is not there; one that is there needs no right to make one. */
    public static void create(Connection connection, DatabaseSettings database) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
            select.setString(1, database.database());
            select.setString(2, NAME);
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + of(database)
                    + " (installed_rank INT NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL,"
                    + " type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INT,"
                    + " installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,"
                    + " execution_time INT NOT NULL, success BOOL NOT NULL, PRIMARY KEY (installed_rank),"
                    + " INDEX " + NAME + "_s_idx (success)) ENGINE = InnoDB");
        }
    }

    /** Writes into the table, which is empty, that the database is at a version. */
    public static void baseline(Transaction transaction, DatabaseSettings database, Version version)
            throws SQLException {
        transaction.add("INSERT INTO " + of(database)
                + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                + " VALUES (1, '" + version + "', '" + BASELINE + "', 'BASELINE', '" + BASELINE
                + "', NULL, SUBSTRING_INDEX(USER(), '@', 1), 0, 1)");
    }
}
