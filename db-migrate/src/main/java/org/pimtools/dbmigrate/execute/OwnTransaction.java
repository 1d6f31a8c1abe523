package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.StatementKind;

/** Statements in a transaction of the script's own: their rows wait until it is committed, and are in the same transaction. */
final class OwnTransaction {
    private final Script script;
    private final ScriptJournal journal;
    private final Statements statements;
    private final SingleStatements single;

    OwnTransaction(Script script, ScriptJournal journal, Statements statements, SingleStatements single) {
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
        } else if (kind instanceof StatementKind.Definition
                || kind instanceof StatementKind.Begin
                || kind instanceof StatementKind.Lock
                || kind instanceof StatementKind.Harmless) {
            // these commit what is open, so that it can as well be committed here, with the lease
            end();
            statements.transactionEnded();
            single.step(number, last);
        } else {
            others(number, last);
        }
    }

    /** Commits what the script left open, with its rows and the lease. */
    void end() throws SQLException {
        try {
            journal.commit(false, List.of());
        } catch (SQLException e) {
            throw statements.endFailed(e);
        }
    }

    private void commit(int number) throws SQLException {
        journal.done(number, number);
        try {
            journal.writeInCaseOfACommit();
            statements.run(number);
        } catch (SQLException e) {
            throw statements.endFailed(e);
        }
        journal.written();
        statements.look();
    }

    /** What it takes back was done all the same, and so is not done again. */
    private void rollback(int number) throws SQLException {
        statements.inItsTransaction(number);
        statements.look();
        journal.done(number, number);
        if (!statements.inActiveTransaction()) {
            journal.settle();
        }
    }

    private void others(int number, int last) throws SQLException {
        if (!statements.hold(number, last)) {
            // what it does may stay when the transaction is taken back, or it may commit the transaction
            journal.beside(List.of(journal.begun(number, Optional.empty())));
            journal.writeInCaseOfACommit();
        } else if (statements.mayCommit(number)) {
            journal.writeInCaseOfACommit();
        }
        for (int n = number; n <= last; n++) {
            statements.inItsTransaction(n);
        }
        statements.look();
        journal.done(number, last);
        if (!statements.inTransaction()) {
            journal.settle();
        }
    }
}
