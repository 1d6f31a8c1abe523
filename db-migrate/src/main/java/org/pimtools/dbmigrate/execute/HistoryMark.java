package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.script.Script;

/**
 * Writes what the schema history says of a script, in the transaction in which the runner writes its own journal. So history and
 * journal never disagree. Names are qualified, because a script may have changed the database.
 */
public interface HistoryMark {
    /**
     * Marks the script as begun and not ended, so that plain Flyway keeps out.
     *
     * @param side to read what is there
     */
    void opened(Connection side, Transaction transaction, Script script) throws SQLException;

    /** Marks the script, as it is now, as done: applied, or taken back. */
    void done(Transaction transaction, Script script, Duration took) throws SQLException;

    /** Takes back {@link #opened}: nothing of the script was done, and nobody wants it any more. */
    void abandoned(Transaction transaction, Script script) throws SQLException;
}
