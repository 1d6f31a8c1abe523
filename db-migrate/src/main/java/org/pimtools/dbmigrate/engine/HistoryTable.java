package org.pimtools.dbmigrate.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.logging.LogFactory;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.jdbc.DatabaseSettings;

/** The table that Flyway keeps its history in, made by Flyway itself. */
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

    /**
     * Makes the table in an empty database.
     *
     * @throws ToolException when Flyway cannot
     */
    public static void create(DataSource database) {
        call(() -> flyway(database).load().migrate());
    }

    /**
     * Makes the table and writes that the database is at a version.
     *
     * @throws ToolException when Flyway cannot
     */
    public static void baseline(DataSource database, int version) {
        call(() -> flyway(database)
                .baselineVersion(MigrationVersion.fromVersion(Integer.toString(version)))
                .load()
                .baseline());
    }

    /** Writes into the table, which is there and empty, that the database is at a version. */
    public static void baseline(Connection connection, DatabaseSettings database, int version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + of(database)
                + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                + " VALUES (1, ?, ?, 'BASELINE', ?, NULL, SUBSTRING_INDEX(USER(), '@', 1), 0, 1)")) {
            insert.setString(1, Integer.toString(version));
            insert.setString(2, BASELINE);
            insert.setString(3, BASELINE);
            insert.executeUpdate();
        }
    }

    private static FluentConfiguration flyway(DataSource database) {
        LogFactory.setLogCreator(type -> new SilentLog());
        return Flyway.configure()
                .dataSource(database)
                .table(NAME)
                .locations(new String[0])
                .skipDefaultResolvers(true)
                .skipDefaultCallbacks(true)
                .placeholderReplacement(false);
    }

    private static void call(Runnable flyway) {
        try {
            flyway.run();
        } catch (FlywayException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "the schema history cannot be made: " + FlywayText.plain(e),
                    "check that the user may create tables in the database",
                    e);
        }
    }
}
