package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.StatementKind;

/** Statements outside of a transaction of the script's own: each is one with its row, or has a row before it that says it was begun. */
final class SingleStatements {
    private final LockedDatabase held;
    private final ParsedScript script;
    private final ScriptJournal journal;
    private final Statements statements;

    SingleStatements(LockedDatabase held, ParsedScript script, ScriptJournal journal, Statements statements) {
        this.held = held;
        this.script = script;
        this.journal = journal;
        this.statements = statements;
    }

    void step(int number, int last) throws SQLException {
        StatementKind kind = script.kind(number);
        if (kind instanceof StatementKind.Data || kind instanceof StatementKind.Call) {
            if (statements.hold(number, last)) {
                together(number, last);
            } else {
                withIntent(number, last);
            }
        } else if (kind instanceof StatementKind.Opaque) {
            withIntent(number, last);
        } else if (kind instanceof StatementKind.Definition definition) {
            define(number, definition);
        } else if (kind instanceof StatementKind.Begin) {
            statements.user(number, Optional.empty(), false);
            statements.look();
            journal.uncommitted().addAll(journal.done(number, number));
            journal.write(journal.uncommitted());
        } else {
            repeatable(number, last);
        }
    }

    /** Says that a statement is done that was not run. */
    void mark(int number) throws SQLException {
        journal.atomically(journal.done(number, number));
    }

    /** Session, temporary and harmless statements: done again they do the same. */
    private void repeatable(int number, int last) throws SQLException {
        run(number, last);
        if (statements.inTransaction()) {
            journal.uncommitted().addAll(journal.done(number, last));
            journal.write(journal.uncommitted());
        } else {
            journal.atomically(journal.done(number, last));
        }
    }

    private void together(int number, int last) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            ScriptJournal.Memory before = journal.memory();
            int n = number;
            try {
                Sessions.execute(held.work(), "START TRANSACTION");
                for (; n <= last; n++) {
                    statements.run(n);
                }
                journal.writeLast(journal.done(number, last));
                Sessions.execute(held.work(), "COMMIT");
                return;
            } catch (SQLException e) {
                Sessions.rollback(held.work(), e);
                if (!LockedDatabase.isWorthAnother(e, attempt)) {
                    throw statements.failed(Math.min(n, last), Optional.empty(), false, e);
                }
                journal.back(before);
            }
        }
    }

    private void define(int number, StatementKind.Definition definition) throws SQLException {
        Optional<List<String>> digests = Optional.of(Catalogue.digests(held.work(), definition.objects()));
        journal.atomically(List.of(journal.begun(number, digests)));
        statements.user(number, Optional.of(definition), false);
        journal.atomically(List.of(journal.done(number, digests)));
        statements.look();
    }

    private void withIntent(int number, int last) throws SQLException {
        journal.atomically(List.of(journal.begun(number, Optional.empty())));
        run(number, last);
        List<Journal.Row> done = journal.done(number, last);
        if (statements.inTransaction()) {
            // the statement began a transaction, and what it did before that is for good
            journal.uncommitted().addAll(done);
            journal.write(done);
        } else {
            journal.atomically(done);
        }
    }

    private void run(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            statements.user(n, Optional.empty(), false);
        }
        statements.look();
    }
}
