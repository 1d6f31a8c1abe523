package org.pimtools.planner.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.pimtools.common.cli.DatabaseOptions;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.Database;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.jdbc.DatabaseWords;
import org.pimtools.common.output.Output;
import org.pimtools.common.profile.SchemaCheck;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.plan.SchemaFacts;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that reads the platform's database as it is at one moment. */
final class SnapshotOptions {
    @Option(
            names = "--profile",
            order = 49,
            paramLabel = "FILE",
            description = "schema profile: the names of tables and columns, when they are not the usual ones")
    Path profile;

    @Mixin
    DatabaseOptions options = new DatabaseOptions();

    /** The names of tables and columns. */
    SchemaProfile names() {
        return profile == null ? SchemaProfile.shipped() : SchemaProfile.load(profile);
    }

    /**
     * Connects, and checks the schema before anything is read.
     *
     * @param rehearsal true to do without the column for provider IDs
     */
    Source open(Output output, boolean rehearsal) {
        SchemaProfile names = names();
        return open(settings(output), names, rehearsal, (connection, profile) -> {});
    }

    /** As {@link #open(Output, boolean)}, for whoever connects more than once. */
    Source open(DatabaseSettings settings, boolean rehearsal) {
        return open(settings, names(), rehearsal, (connection, profile) -> {});
    }

    /** Where the database is; asks for the password on a terminal, where none is given. */
    DatabaseSettings settings(Output output) {
        return options.settings(output);
    }

    /** As {@link #open(Output, boolean)} for a plan, without a word to the user: what waits for it may be left alone. */
    static Source openToPlan(DatabaseSettings settings, SchemaProfile names, boolean rehearsal) {
        return open(settings, names, rehearsal, rehearsal ? (connection, profile) -> {} : SchemaCheck::requireNoUpdate);
    }

    /** What must hold before the schema is looked at. */
    @FunctionalInterface
    private interface Requirement {
        void require(Connection connection, SchemaProfile names) throws SQLException;
    }

    private static Source open(
            DatabaseSettings settings, SchemaProfile names, boolean rehearsal, Requirement requirement) {
        Database database = Database.open(settings);
        Connection snapshot = null;
        try {
            snapshot = database.snapshot();
            requirement.require(snapshot, names);
            SchemaFacts schema = new SchemaFacts(names, SchemaCheck.check(snapshot, names, rehearsal));
            return new Source(database, snapshot, new Inventory(snapshot, names, schema.state()), schema);
        } catch (SQLException e) {
            close(snapshot, database);
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot read the database's schema: " + DatabaseWords.of(e),
                    "check the connection and the database's log, then run again",
                    e);
        } catch (RuntimeException e) {
            close(snapshot, database);
            throw e;
        }
    }

    /** An open snapshot, and what is known of its schema. */
    record Source(Database database, Connection snapshot, Inventory inventory, SchemaFacts schema)
            implements AutoCloseable {
        /** For messages: where the database is. */
        String where() {
            return database.settings().where();
        }

        @Override
        public void close() {
            SnapshotOptions.close(snapshot, database);
        }
    }

    /** The server ends a read-only transaction by itself when its connection breaks, so that a failure here harms nothing. */
    private static void close(Connection snapshot, Database database) {
        try (database) {
            if (snapshot != null) {
                snapshot.close();
            }
        } catch (SQLException e) {
            return;
        }
    }
}
