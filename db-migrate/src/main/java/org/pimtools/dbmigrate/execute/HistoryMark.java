package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.pimtools.dbmigrate.script.Script;

/**
 * Writes what the schema history says of a script, in the transaction that the runner has open, which the runner commits together
 * with its own journal. So history and journal never disagree. Names are qualified, because a script may have changed the database.
 */
public interface HistoryMark {
    /** Marks the script as begun and not ended, so that plain Flyway keeps out. */
    void opened(Connection transaction, Script script) throws SQLException;

    /** Marks the script, as it is now, as done: applied, or taken back. */
    void done(Connection transaction, Script script, Duration took) throws SQLException;

    /** Takes back {@link #opened}: nothing of the script was done, and nobody wants it any more. */
    void abandoned(Connection transaction, Script script) throws SQLException;
}
