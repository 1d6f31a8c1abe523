package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.Set;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementKind;

/**
 * Executes the statements of one script and journals them so that a cut at any moment leaves a journal that is true, or that shows what
 * it does not know.
 */
final class Execution {
    private static final int MOST_TOGETHER = 100;
    /** In characters. */
    private static final int LONGEST_TOGETHER = 1 << 15;

    private final Script script;
    private final ScriptJournal journal;
    private final Set<Integer> skipped;
    private final Statements statements;
    private final SingleStatements single;
    private final OwnTransaction own;

    /**
     * @param skipped statements that count as done without being run
     * @param triggers those that the account may see
     */
    Execution(
            LockedDatabase held,
            Script script,
            ScriptJournal journal,
            Set<Integer> skipped,
            Warnings warnings,
            VisibleTriggers triggers) {
        this.script = script;
        this.journal = journal;
        this.skipped = skipped;
        statements = new Statements(held, script, journal, warnings, triggers);
        single = new SingleStatements(script, journal, statements, new Batch(held.work(), journal, statements));
        own = new OwnTransaction(script, journal, statements, single);
    }

    /** Finds out whether the session is in a transaction, which then is the script's own. */
    void look() throws SQLException {
        statements.look();
    }

    /**
     * Locks again the tables that the session before had locked.
     *
     * @param next the statement that will be run first
     */
    void lockAgain(int number, int next) throws SQLException {
        statements.lockAgain(number, next);
    }

    /** Begins again the transaction that the last statement which is done has left open. */
    void chain(int done) throws SQLException {
        if (script.kind(done) instanceof StatementKind.Commit commit && commit.chains()) {
            statements.beginAgain(done);
        }
    }

    /**
     * Executes a statement, and those behind it that ask what it did.
     *
     * @return the last statement that was executed
     */
    int step(int number) throws SQLException {
        if (skipped.contains(number)) {
            if (!statements.inTransaction()) {
                single.settle();
            }
            journal.done(number, number);
            return number;
        }
        int last = groupEnd(number);
        if (statements.inTransaction()) {
            own.step(number, last);
            return last;
        }
        int together = togetherEnd(number);
        if (together > number) {
            single.together(number, together);
            return together;
        }
        single.step(number, last);
        return last;
    }

    /** Commits what the tool holds open, but nothing of a transaction of the script's own. */
    void settle() throws SQLException {
        if (!statements.inTransaction()) {
            single.settle();
        }
    }

    /** Ends what is open, that of the script too, and writes the script's end. */
    void end(LockedDatabase.Writes end) throws SQLException {
        if (statements.inTransaction()) {
            own.end();
        } else if (single.closeWith(end)) {
            return;
        } else {
            single.close();
        }
        journal.end(end);
    }

    /** Whether the session is as it was before the script, but for what a look finds. */
    boolean leavesNothing() {
        SessionThings things = SessionThings.behind(script.statements());
        return journal.isPlain()
                && !statements.inTransaction()
                && things.alive().isEmpty()
                && things.lockedBy().isEmpty();
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

    /** The last of the statements that may be sent before the first one is answered; no more than fit into a buffer of the network. */
    private int togetherEnd(int number) throws SQLException {
        int last = number - 1;
        int length = 0;
        while (last < script.size()
                && last - number + 1 < MOST_TOGETHER
                && !skipped.contains(last + 1)
                && length + script.statement(last + 1).text().length() <= LONGEST_TOGETHER
                && statements.isPlainWrite(last + 1)
                && !(last + 2 <= script.size() && script.countsRows(last + 2))) {
            last++;
            length += script.statement(last).text().length();
        }
        return last;
    }

    private static boolean isPlain(StatementKind kind) {
        return kind instanceof StatementKind.Data || kind instanceof StatementKind.Session;
    }
}
