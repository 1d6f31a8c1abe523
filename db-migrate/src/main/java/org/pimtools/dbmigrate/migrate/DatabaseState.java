package org.pimtools.dbmigrate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.execute.Journal;
import org.pimtools.dbmigrate.execute.OpenScript;
import org.pimtools.dbmigrate.flyway.History;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.module.Predecessor;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/**
 * What a module's database says of itself at one moment.
 *
 * @param predecessor the version that an earlier tool left, looked for only where there is no history
 * @param dialect of a new session
 */
record DatabaseState(History history, Optional<OpenScript> open, Optional<Version> predecessor, Dialect dialect) {

    private static final int DEFINITION_CHANGED = 1412;
    private static final int ATTEMPTS = 10;

    /** Reads it on a connection of its own. */
    static DatabaseState read(DataSource source, Module module) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Sessions.pin(connection);
            return read(connection, module);
        }
    }

    /** Reads it in one snapshot, so that history and journal agree while another run works. */
    static DatabaseState read(Connection connection, Module module) throws SQLException {
        connection.setAutoCommit(true);
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
                try {
                    return readSnapshot(connection, module);
                } catch (SQLException e) {
                    // another run has just made a table, and the snapshot is older
                    if (e.getErrorCode() != DEFINITION_CHANGED || attempt == ATTEMPTS) {
                        throw e;
                    }
                } finally {
                    statement.execute("ROLLBACK");
                }
            }
        }
    }

    private static DatabaseState readSnapshot(Connection connection, Module module) throws SQLException {
        History history = History.read(connection, module.database());
        Optional<OpenScript> open =
                history.isKept() ? new Journal(module.database().database()).open(connection) : Optional.empty();
        Optional<Version> predecessor = history.isKept() ? Optional.empty() : predecessor(connection, module);
        return new DatabaseState(history, open, predecessor, dialect(connection));
    }

    private static Dialect dialect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION(), @@GLOBAL.sql_mode")) {
            row.next();
            return Dialect.of(row.getString(1), row.getString(2));
        }
    }

    Version current() {
        return history.current(open.map(OpenScript::direction));
    }

    Optional<Version> openVersion() {
        return open.map(OpenScript::version);
    }

    boolean isOpen(Direction direction) {
        return open.filter(script -> script.direction() == direction).isPresent();
    }

    private static Optional<Version> predecessor(Connection connection, Module module) throws SQLException {
        if (module.predecessor().isEmpty()) {
            return Optional.empty();
        }
        Predecessor table = module.predecessor().get();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")) {
            select.setString(1, module.database().database());
            select.setString(2, table.table());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
            }
        }
        String sql = "SELECT " + quote(table.column()) + " FROM "
                + quote(module.database().database()) + "." + quote(table.table());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            String version = row.next() ? row.getString(1) : null;
            if (version == null || !version.strip().matches("[0-9]{1,9}") || row.next()) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the version table " + table.table() + " does not hold one row with a whole number",
                        "find out the version, and adopt the database with --baseline VERSION");
            }
            return Optional.of(Version.of(version.strip()));
        }
    }

    private static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
