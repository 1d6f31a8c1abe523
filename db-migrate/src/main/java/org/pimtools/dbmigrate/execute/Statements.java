package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.StatementKind;

/** Runs the statements of one script, and tells what the server is in behind them. */
final class Statements {
    private final LockedDatabase held;
    private final Connection work;
    private final ParsedScript script;
    private final ScriptJournal journal;
    private Optional<Transactionality> tables = Optional.empty();
    private boolean inTransaction;

    Statements(LockedDatabase held, ParsedScript script, ScriptJournal journal) {
        this.held = held;
        this.work = held.work();
        this.script = script;
        this.journal = journal;
    }

    /** Runs a statement of the script; its failure is the server's. */
    void run(int number) throws SQLException {
        StatementKind kind = script.kind(number);
        if (!(kind instanceof StatementKind.Data || kind instanceof StatementKind.Session)) {
            tables = Optional.empty();
        }
        try {
            Sessions.execute(work, script.sql(number));
        } catch (SQLException e) {
            throw script.setsCharacterSet() ? Failures.readable(work, e) : e;
        }
    }

    /** Runs a statement of the script; a failure is told with how far the script got. */
    void user(int number, Optional<StatementKind.Definition> definition, boolean locked) throws SQLException {
        try {
            run(number);
        } catch (SQLException e) {
            throw failed(number, definition, locked, e);
        }
    }

    /** Rolls back, writes down that the statement failed, and says so. */
    ToolException failed(
            int number, Optional<StatementKind.Definition> definition, boolean locked, SQLException failure)
            throws SQLException {
        int done = journal.firstUncommitted(number) - 1;
        Sessions.rollback(work, failure);
        if (Failures.isLost(failure) || !work.isValid(5)) {
            return Failures.lost(script.script(), number, failure);
        }
        boolean half = definition.isEmpty() && !holds(number);
        Optional<List<String>> now = Optional.empty();
        if (definition.isPresent() && done == number - 1 && !locked) {
            now = Optional.of(Catalogue.digests(work, definition.get().objects()));
            Optional<List<String>> before = journal.digests(number);
            half = before.isPresent() && !before.equals(now);
        }
        if (done == number - 1 || half) {
            journal.failed(number, now, failure.getMessage(), locked);
        }
        return Failures.failed(
                script.script(),
                done,
                number,
                half,
                Failures.blockers(work, failure),
                Rights.missing(failure, script.tokens(number)),
                failure);
    }

    /** True when all that the statements do can be taken back by a rollback. */
    boolean hold(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            if (!holds(n)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(int number) throws SQLException {
        StatementKind kind = script.kind(number);
        if (kind instanceof StatementKind.Data) {
            return tables().holds(script.tokens(number));
        } else if (kind instanceof StatementKind.Call call) {
            return tables().holdsForRoutine(
                            Catalogue.routine(work, call.schema().orElse(held.database()), call.routine()));
        }
        return !(kind instanceof StatementKind.Opaque);
    }

    private Transactionality tables() throws SQLException {
        if (tables.isEmpty()) {
            tables = Optional.of(Transactionality.read(work, held.database(), script.schemas()));
        }
        return tables.get();
    }

    /** Whether statements belonged to the script's own transaction when {@link #look} looked last. */
    boolean inTransaction() {
        return inTransaction;
    }

    /** Finds out whether statements belong to the script's own transaction from here on. */
    void look() throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@in_transaction, @@autocommit")) {
            row.next();
            inTransaction = row.getBoolean(1) || !row.getBoolean(2);
        }
    }

    /** Says that the script's own transaction has been ended. */
    void transactionEnded() {
        inTransaction = false;
    }

    boolean inActiveTransaction() throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@in_transaction")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
