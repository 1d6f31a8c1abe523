package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.Set;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.StatementKind;

/**
 * Executes the statements of one script and journals each so that a cut at any moment leaves a journal that is true, or says that it
 * does not know.
 */
final class Execution {
    private final LockedDatabase held;
    private final ParsedScript script;
    private final ScriptJournal journal;
    private final Set<Integer> skipped;
    private final Statements statements;
    private final SingleStatements single;
    private final OwnTransaction own;
    private final LockedTables locked;

    /** @param skipped statements that count as done without being run */
    Execution(LockedDatabase held, ParsedScript script, ScriptJournal journal, Set<Integer> skipped)
            throws SQLException {
        this.held = held;
        this.script = script;
        this.journal = journal;
        this.skipped = skipped;
        statements = new Statements(held, script, journal);
        single = new SingleStatements(held, script, journal, statements);
        own = new OwnTransaction(held, script, journal, statements, single);
        locked = new LockedTables(held, script, journal, statements);
        statements.look();
    }

    /**
     * Executes a statement, and those behind it that ask what it did.
     *
     * @return the last statement that was executed
     */
    int step(int number) throws SQLException {
        if (skipped.contains(number)) {
            mark(number);
            return number;
        }
        int last = groupEnd(number);
        if (locked.isLocked() || script.kind(number) instanceof StatementKind.Lock) {
            locked.step(number, last);
        } else if (statements.inTransaction()) {
            own.step(number, last);
        } else {
            single.step(number, last);
        }
        return last;
    }

    /** Ends the script: the writes, and what the script left uncommitted, in one transaction. */
    void finish(LockedDatabase.Writes writes) throws SQLException {
        locked.end();
        if (statements.inTransaction()) {
            own.end(writes);
        } else {
            journal.ours(connection -> held.atomically(writes));
        }
    }

    private void mark(int number) throws SQLException {
        if (locked.isLocked()) {
            locked.mark(number);
        } else if (statements.inTransaction()) {
            own.mark(number);
        } else {
            single.mark(number);
        }
    }

    private int groupEnd(int number) {
        int last = number;
        if (!isPlain(script.kind(number))
                && !(script.kind(number) instanceof StatementKind.Call)
                && !(script.kind(number) instanceof StatementKind.Opaque)) {
            return last;
        }
        while (last < script.size()
                && script.countsRows(last + 1)
                && !skipped.contains(last + 1)
                && isPlain(script.kind(last + 1))) {
            last++;
        }
        return last;
    }

    private static boolean isPlain(StatementKind kind) {
        return kind instanceof StatementKind.Data || kind instanceof StatementKind.Session;
    }
}
