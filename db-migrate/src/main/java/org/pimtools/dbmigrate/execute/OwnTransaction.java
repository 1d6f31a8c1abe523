package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.execute.Journal.Row;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.StatementKind;

/** Statements in a transaction of the script's own: their rows are in the same, and are committed or taken back with them. */
final class OwnTransaction {
    private final LockedDatabase held;
    private final ParsedScript script;
    private final ScriptJournal journal;
    private final Statements statements;
    private final SingleStatements single;

    OwnTransaction(
            LockedDatabase held,
            ParsedScript script,
            ScriptJournal journal,
            Statements statements,
            SingleStatements single) {
        this.held = held;
        this.script = script;
        this.journal = journal;
        this.statements = statements;
        this.single = single;
    }

    void step(int number, int last) throws SQLException {
        StatementKind kind = script.kind(number);
        if (kind instanceof StatementKind.Commit) {
            commit(number);
        } else if (kind instanceof StatementKind.Rollback) {
            rollback(number);
        } else if (kind instanceof StatementKind.Definition || kind instanceof StatementKind.Begin) {
            // both commit what is open, so that it can as well be committed here, with the lease
            end();
            statements.transactionEnded();
            single.step(number, last);
        } else {
            others(number, last);
        }
    }

    /** Commits what the script left open, with the lease and what else belongs to it. */
    void end(LockedDatabase.Writes last) throws SQLException {
        journal.ours(last);
        end();
    }

    /** Says that a statement is done that was not run. */
    void mark(int number) throws SQLException {
        List<Row> done = journal.done(number, number);
        journal.write(done);
        journal.uncommitted().addAll(done);
    }

    private void end() throws SQLException {
        journal.writeLast(List.of());
        Sessions.execute(held.work(), "COMMIT");
        journal.uncommitted().clear();
    }

    private void commit(int number) throws SQLException {
        List<Row> done = journal.done(number, number);
        journal.uncommitted().addAll(done);
        journal.writeLast(done);
        statements.user(number, Optional.empty(), false);
        journal.uncommitted().clear();
        statements.look();
    }

    /** The rows went with what they tell of, and yet the statements are done. */
    private void rollback(int number) throws SQLException {
        statements.user(number, Optional.empty(), false);
        statements.look();
        journal.uncommitted().addAll(journal.done(number, number));
        if (statements.inActiveTransaction()) {
            journal.write(journal.uncommitted());
        } else {
            journal.atomically(journal.uncommitted());
            journal.uncommitted().clear();
        }
    }

    private void others(int number, int last) throws SQLException {
        if (!statements.hold(number, last)) {
            // what it does may stay when the transaction is taken back, or it may commit the transaction
            journal.beside(List.of(journal.begun(number, Optional.empty())));
        }
        for (int n = number; n <= last; n++) {
            statements.user(n, Optional.empty(), false);
        }
        statements.look();
        List<Row> done = journal.done(number, last);
        if (statements.inTransaction()) {
            journal.write(done);
            journal.uncommitted().addAll(done);
        } else {
            journal.uncommitted().clear();
            journal.atomically(done);
        }
    }
}
