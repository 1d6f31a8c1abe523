package org.pimtools.dbmigrate.migrate;

import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.flyway.History;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.script.Version;

/** What a database without a history is taken for. */
final class Adoption {
    private Adoption() {}

    /**
     * The state as it is behind the adoption, without doing it; the same for a database that has a history.
     *
     * @throws ToolException when nothing tells the version of what the database holds
     */
    static DatabaseState asIf(DatabaseState state) {
        if (state.history().isKept()) {
            return state;
        }
        if (state.predecessor().isPresent()) {
            return new DatabaseState(
                    History.adoptedAt(state.predecessor().get()), Optional.empty(), Optional.empty(), state.dialect());
        }
        if (state.history().populated()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the database holds tables, and nothing tells their version",
                    "find out which version they are of, and adopt the database with --baseline VERSION");
        }
        return state;
    }

    /**
     * Whether there is something to do to be adopted at the version.
     *
     * @throws ToolException when the database must not be adopted there
     */
    static boolean isNeeded(ScriptFolder folder, DatabaseState state, Version version) {
        if (state.history().isKept()) {
            if (state.history().baseline().equals(version) && state.current().equals(version)) {
                return false;
            }
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the database has a history already, and is at version " + state.current(),
                    "--baseline is for a database without one; --migration " + version + " goes to that version");
        }
        if (version.isAbove(folder.newest())) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "there is no version " + version + "; the newest is " + folder.newest(),
                    "find out which version the tables are of; is the folder of migrations complete?");
        }
        return true;
    }
}
