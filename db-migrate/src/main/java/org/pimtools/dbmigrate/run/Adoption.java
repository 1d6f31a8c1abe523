package org.pimtools.dbmigrate.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.dbmigrate.engine.History;
import org.pimtools.dbmigrate.engine.HistoryTable;
import org.pimtools.dbmigrate.module.Module;

/** Begins a history in a database that has none. */
final class Adoption {
    private Adoption() {}

    /**
     * The state as it will be behind the adoption, without doing it.
     *
     * @throws ToolException when nothing tells the version of what the database holds
     */
    static DatabaseState asIf(DatabaseState state) {
        if (state.predecessor().isPresent()) {
            return new DatabaseState(History.adoptedAt(state.predecessor().get()), Optional.empty(), Optional.empty());
        }
        if (state.history().populated()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the database holds tables, and nothing tells their version",
                    "find out which version they are of, and adopt the database with --baseline VERSION");
        }
        return state;
    }

    static void adopt(DataSource source, Connection connection, Module module, DatabaseState state, int version)
            throws SQLException {
        if (state.history().exists()) {
            HistoryTable.baseline(connection, module.database(), version);
        } else {
            HistoryTable.baseline(source, version);
        }
    }

    /** Another run may make the table at the same moment: then it is there, and that is all that is wanted. */
    static void create(DataSource source, Connection connection, Module module) throws SQLException {
        try {
            HistoryTable.create(source);
        } catch (ToolException e) {
            if (!DatabaseState.read(connection, module).history().exists()) {
                throw e;
            }
        }
    }
}
