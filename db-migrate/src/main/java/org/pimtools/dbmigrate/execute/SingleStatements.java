package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.StatementKind;
import org.pimtools.dbmigrate.script.StatementKind.Effect;

/**
 * Statements outside of a transaction of the script's own. Those that can be taken back go into a batch; those that do the same a second
 * time are run; all others have a row before them that says that they were begun.
 */
final class SingleStatements {
    private static final int MOST_PENDING = 1_000;

    private final Script script;
    private final ScriptJournal journal;
    private final Statements statements;
    private final Batch batch;

    SingleStatements(Script script, ScriptJournal journal, Statements statements, Batch batch) {
        this.script = script;
        this.journal = journal;
        this.statements = statements;
        this.batch = batch;
    }

    void step(int number, int last) throws SQLException {
        StatementKind kind = script.kind(number);
        if (isBatched(number, last)) {
            batch.step(number, last);
            return;
        }
        batch.close();
        statements.setNextTransaction(number);
        if (kind instanceof StatementKind.Definition definition) {
            define(number, definition);
        } else if (kind instanceof StatementKind.Begin) {
            journal.settleBeforeTransaction();
            statements.alone(number, Optional.empty());
            statements.look();
            journal.done(number, number);
        } else if (isRepeatable(number, last)) {
            repeatable(number, last);
        } else {
            withIntent(number, last);
        }
    }

    /** Statements of which {@link Statements#isPlainWrite} is true. */
    void together(int number, int last) throws SQLException {
        batch.together(number, last);
    }

    /** Commits the open batch; what has taken effect for good may still wait for its rows. */
    void close() throws SQLException {
        batch.close();
    }

    /** Ends what is open and the script in one transaction; false when that cannot be, and then nothing was done. */
    boolean closeWith(LockedDatabase.Writes end) throws SQLException {
        return batch.closeWith(end);
    }

    /** Ends what is open, and writes all rows. */
    void settle() throws SQLException {
        batch.close();
        journal.settle();
    }

    private boolean isBatched(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            StatementKind kind = script.kind(n);
            boolean fits = kind instanceof StatementKind.Data
                    || kind instanceof StatementKind.Call
                    || kind instanceof StatementKind.Session
                            && statements.facts(n).plainSet();
            if (!fits || !statements.holds(n)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRepeatable(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            StatementKind kind = script.kind(n);
            boolean repeatable = !(kind instanceof StatementKind.Call || kind instanceof StatementKind.Opaque);
            if (kind instanceof StatementKind.Data) {
                repeatable = statements.isVolatile(n);
            } else if (kind instanceof StatementKind.Session || kind instanceof StatementKind.Makes) {
                repeatable = !statements.writesByReading(n);
            }
            if (!repeatable) {
                return false;
            }
        }
        return true;
    }

    private void repeatable(int number, int last) throws SQLException {
        if (statements.mayCommit(number) || journal.pending().size() >= MOST_PENDING) {
            // a transaction may begin here, and what is pending is no part of it
            journal.settleBeforeTransaction();
        }
        run(number, last);
        journal.done(number, last);
    }

    private void define(int number, StatementKind.Definition definition) throws SQLException {
        journal.look();
        List<String> digests = statements.digests(definition);
        journal.settleWith(List.of(journal.begun(number, Optional.of(digests))));
        statements.alone(number, Optional.of(definition));
        statements.defined(definition, digests);
        journal.done(number, Optional.of(digests));
        statements.look();
        if (!isShownForSure(definition.effect(), digests)) {
            journal.settle();
        }
    }

    /** Whether a next run would find out by itself that it took effect, so that its row may wait for the next one. */
    private static boolean isShownForSure(Effect effect, List<String> digests) {
        return effect instanceof Effect.Repeatable
                || (effect instanceof Effect.Shown || effect instanceof Effect.Gone)
                        && !digests.contains(Catalogue.UNSEEN);
    }

    private void withIntent(int number, int last) throws SQLException {
        journal.look();
        journal.settleWith(List.of(journal.begun(number, Optional.empty())));
        run(number, last);
        journal.done(number, last);
        if (!statements.inTransaction()) {
            journal.settle();
        }
    }

    private void run(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            statements.alone(n, Optional.empty());
        }
        statements.look();
    }
}
