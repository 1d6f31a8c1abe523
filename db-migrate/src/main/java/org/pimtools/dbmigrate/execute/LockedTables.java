package org.pimtools.dbmigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.execute.Journal.Row;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementKind;

/**
 * Statements while the script has locked tables: only the other connection can write the journal then, so that a row waits until what
 * it tells of is committed, and one that was begun says so before.
 */
final class LockedTables {
    private final LockedDatabase held;
    private final ParsedScript script;
    private final ScriptJournal journal;
    private final Statements statements;
    private boolean locked;

    LockedTables(LockedDatabase held, ParsedScript script, ScriptJournal journal, Statements statements) {
        this.held = held;
        this.script = script;
        this.journal = journal;
        this.statements = statements;
    }

    boolean isLocked() {
        return locked;
    }

    void step(int number, int last) throws SQLException {
        StatementKind kind = script.kind(number);
        Optional<List<String>> digests = digests(kind);
        boolean active = statements.inActiveTransaction();
        boolean mayCommit = !active || mayCommit(number, kind);
        if (mayCommit) {
            begun(number, digests);
        }
        for (int n = number; n <= last; n++) {
            statements.user(n, Optional.empty(), locked);
        }
        locked = SessionThings.locks(kind, locked);
        statements.look();
        if (kind instanceof StatementKind.Begin) {
            // it has ended what was open before it, and released the tables
            journal.beside(journal.uncommitted());
            journal.uncommitted().clear();
        }
        for (int n = number; n <= last; n++) {
            journal.uncommitted().add(journal.done(n, digests));
        }
        if (!statements.inActiveTransaction()) {
            journal.beside(journal.uncommitted());
            journal.uncommitted().clear();
        } else if (!locked) {
            journal.write(journal.uncommitted());
        }
    }

    /** Releases what the script left locked. */
    void end() throws SQLException {
        if (locked) {
            Sessions.execute(held.work(), "UNLOCK TABLES");
            journal.beside(journal.uncommitted());
            journal.uncommitted().clear();
            locked = false;
            statements.look();
        }
    }

    /** Says that a statement is done that was not run. */
    void mark(int number) throws SQLException {
        journal.beside(journal.done(number, number));
    }

    private void begun(int number, Optional<List<String>> digests) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (Row row : journal.uncommitted()) {
            if (!isRepeatable(script.kind(row.number()))) {
                rows.add(journal.begun(row.number(), Optional.empty()));
            }
        }
        if (!isRepeatable(script.kind(number))) {
            rows.add(journal.begun(number, digests));
        }
        if (!rows.isEmpty()) {
            journal.beside(rows);
        }
    }

    private Optional<List<String>> digests(StatementKind kind) throws SQLException {
        if (!(kind instanceof StatementKind.Definition definition)) {
            return Optional.empty();
        }
        List<ObjectName> qualified = definition.objects().stream()
                .map(object -> object.type() == ObjectName.Type.DATABASE
                                || object.schema().isPresent()
                        ? object
                        : new ObjectName(object.type(), Optional.of(held.database()), object.name()))
                .toList();
        return Optional.of(held.readBeside(side -> Catalogue.digests(side, qualified)));
    }

    private boolean mayCommit(int number, StatementKind kind) {
        if (kind instanceof StatementKind.Session) {
            return script.tokens(number).stream()
                    .anyMatch(token -> token.folded().endsWith("autocommit"));
        }
        return !(kind instanceof StatementKind.Data
                || kind instanceof StatementKind.Savepoint
                || kind instanceof StatementKind.Rollback);
    }

    private static boolean isRepeatable(StatementKind kind) {
        return !(kind instanceof StatementKind.Data
                || kind instanceof StatementKind.Definition
                || kind instanceof StatementKind.Call
                || kind instanceof StatementKind.Opaque);
    }
}
