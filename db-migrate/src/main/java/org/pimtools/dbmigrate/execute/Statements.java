package org.pimtools.dbmigrate.execute;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mariadb.jdbc.util.constants.ServerStatus;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.ObjectName;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementFacts;
import org.pimtools.dbmigrate.script.StatementKind;
import org.pimtools.dbmigrate.script.StatementKind.SessionThing;

/** Runs the statements of one script, and knows what the server is in behind them. */
final class Statements {
    private final LockedDatabase held;
    private final Connection work;
    private final Script script;
    private final ScriptJournal journal;
    private final Warnings warnings;
    private final Transactionality tables;
    private boolean inTransaction;
    private boolean locked;

    Statements(LockedDatabase held, Script script, ScriptJournal journal, Warnings warnings, VisibleTriggers triggers) {
        this.held = held;
        this.work = held.work();
        this.script = script;
        this.journal = journal;
        this.warnings = warnings;
        tables = new Transactionality(held, triggers);
    }

    StatementFacts facts(int number) {
        return script.facts(number);
    }

    /**
     * Runs a statement of the script; its failure is the server's.
     *
     * @return the length of its text
     */
    int run(int number) throws SQLException {
        StatementKind kind = script.kind(number);
        if (mayWrite(number)) {
            Transactionality.Traces traces = tables.traces(facts(number));
            journal.alsoCarries(traces.session());
            note(number, traces.counted());
        }
        journal.ran();
        int length;
        try {
            String sql = kind instanceof StatementKind.Lock
                    ? TableLocks.withJournal(script, number, held.tables())
                    : script.sql(number);
            length = sql.length();
            execute(number, sql);
        } catch (SQLException e) {
            // before anything else is asked for, which would leave its own message behind
            SQLException failure = script.setsCharacterSet() ? Failures.readable(work, e) : e;
            changedBy(number, kind);
            throw failure;
        }
        changedBy(number, kind);
        locked = SessionThings.locks(kind, locked);
        if (kind instanceof StatementKind.Session) {
            journal.assigned(number);
        }
        return length;
    }

    /** Whether the statement is the one that SET TRANSACTION stands in front of. */
    boolean isInATransactionOfItsOwn(int number) {
        return number > 1 && script.kind(number - 1) instanceof StatementKind.NextTransaction;
    }

    /**
     * Sets again what is set of the next transaction only, when the statement begins that: it goes with a session, with a rollback, and
     * with what else has begun a transaction.
     */
    void setNextTransaction(int number) throws SQLException {
        int first = number;
        while (isInATransactionOfItsOwn(first)) {
            first--;
        }
        for (int n = first; n < number; n++) {
            Sessions.execute(work, script.sql(n));
        }
    }

    /**
     * Runs statements of which {@link #isPlainWrite} is true, all of which are sent before the first answer is read; their failure is
     * the server's, of whichever failed first.
     *
     * @return the length of their texts
     */
    int runTogether(int number, int last) throws SQLException {
        journal.ran();
        int length = 0;
        try (Statement statement = work.createStatement()) {
            statement.setEscapeProcessing(false);
            for (int n = number; n <= last; n++) {
                note(n, tables.traces(facts(n)).counted());
                String sql = script.sql(n);
                length += sql.length();
                statement.addBatch(sql);
                statement.addBatch("SHOW WARNINGS");
            }
            statement.executeBatch();
            for (int n = number; n <= last; n++) {
                statement.getMoreResults();
                warn(n, statement.getResultSet());
                statement.getMoreResults();
            }
        } catch (BatchUpdateException e) {
            throw e.getCause() instanceof SQLException cause ? cause : e;
        }
        return length;
    }

    /**
     * What became of a statement that was sent behind others.
     *
     * @param ownFailed whether one of the others failed
     * @param begun whether the last one of the others did not
     * @param failure of the statement, or of another one that failed, too
     * @param length of its text
     */
    record Behind(boolean ownFailed, boolean begun, Optional<SQLException> failure, int length) {}

    /**
     * Runs a statement of which {@link #isPlainWrite} is true, behind some of our own, and sends all before the first answer is read.
     *
     * @param own at least one
     * @throws SQLException when the connection is lost
     */
    Behind runBehind(List<String> own, int number) throws SQLException {
        journal.ran();
        note(number, tables.traces(facts(number)).counted());
        String sql = script.sql(number);
        try (Statement statement = work.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String first : own) {
                statement.addBatch(first);
            }
            statement.addBatch(sql);
            statement.executeBatch();
            SQLWarning warning = statement.getWarnings();
            if (warning != null) {
                warnings.of(script, number, warning);
            }
            return new Behind(false, true, Optional.empty(), sql.length());
        } catch (BatchUpdateException e) {
            SQLException cause = e.getCause() instanceof SQLException known ? known : e;
            int[] counts = e.getUpdateCounts();
            if (Failures.isLost(cause) || counts.length <= own.size()) {
                throw cause;
            }
            boolean failed = counts[own.size()] == Statement.EXECUTE_FAILED;
            return new Behind(
                    Arrays.stream(counts, 0, own.size()).anyMatch(count -> count == Statement.EXECUTE_FAILED),
                    counts[own.size() - 1] != Statement.EXECUTE_FAILED,
                    failed ? Optional.of(cause) : Optional.empty(),
                    sql.length());
        }
    }

    private void warn(int number, ResultSet rows) throws SQLException {
        SQLWarning first = null;
        while (rows.next()) {
            SQLWarning warning = new SQLWarning(rows.getString(3), null, rows.getInt(2));
            if (first == null) {
                first = warning;
            } else {
                first.setNextWarning(warning);
            }
        }
        if (first != null) {
            warnings.of(script, number, first);
        }
    }

    /** True for a statement that writes rows of tables, reads none, leaves nothing in the session, and can be taken back. */
    boolean isPlainWrite(int number) throws SQLException {
        return script.kind(number) instanceof StatementKind.Data
                && facts(number).target().isPresent()
                && !isInATransactionOfItsOwn(number)
                && holds(number)
                && tables.traces(facts(number)).session().isEmpty();
    }

    private void note(int number, Set<Counters.Table> counted) throws SQLException {
        if (!counted.isEmpty()) {
            journal.begin();
            journal.counters().note(number, counted);
        }
    }

    private void execute(int number, String sql) throws SQLException {
        try (Statement statement = work.createStatement()) {
            Sessions.execute(statement, sql);
            SQLWarning warning = statement.getWarnings();
            if (warning != null) {
                warnings.of(script, number, warning);
            }
        }
    }

    private void changedBy(int number, StatementKind kind) throws SQLException {
        if (kind instanceof StatementKind.Definition) {
            tables.changed(facts(number).names());
        } else if (kind instanceof StatementKind.Makes makes) {
            made(makes.thing());
        } else if (kind instanceof StatementKind.Ends ends) {
            ends.things().forEach(thing -> tables.gone(thing.name()));
        } else if (kind instanceof StatementKind.Opaque || kind instanceof StatementKind.Call && !holds(number)) {
            tables.changed();
        }
    }

    /**
     * Takes in that a definition was run.
     *
     * @param before the digests of its objects before it
     */
    void defined(StatementKind.Definition definition, List<String> before) {
        if (definition.effect() instanceof StatementKind.Effect.Shown
                && definition.objects().stream().allMatch(object -> object.type() == ObjectName.Type.TABLE)
                && before.stream().allMatch(Catalogue.ABSENT::equals)) {
            tables.session(journal.database(), locked);
            definition.objects().forEach(tables::made);
        }
    }

    /** Looks what engine a temporary table has, which no other session can see. */
    private void made(SessionThing thing) {
        if (!thing.what().equals("temporary table")) {
            return;
        }
        boolean hasTransactions;
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + Names.quote(thing.name()))) {
            hasTransactions = row.next() && TableDefinition.of(row.getString(2)).hasTransactions();
        } catch (SQLException e) {
            // in another database perhaps; what is not known counts as without transactions
            hasTransactions = false;
        }
        tables.made(thing.name(), hasTransactions);
    }

    /** Runs a statement outside of a transaction; a failure is reported with how far the script got. */
    void alone(int number, Optional<StatementKind.Definition> definition) throws SQLException {
        try {
            run(number);
        } catch (SQLException e) {
            throw failed(number, definition, number - 1, "", e);
        }
    }

    /** Runs a statement in the script's own transaction, which a failure takes back with all that is pending. */
    void inItsTransaction(int number) throws SQLException {
        try {
            run(number);
        } catch (SQLException e) {
            int done = journal.firstPending(number) - 1;
            takeBack(e);
            throw failed(number, Optional.empty(), done, "the script's own transaction", e);
        }
    }

    /**
     * Rolls back, writes down that the statement failed, and says so.
     *
     * @param done how many statements are done all the same
     * @param takenBack what was rolled back, where others ran since
     */
    ToolException failed(
            int number, Optional<StatementKind.Definition> definition, int done, String takenBack, SQLException failure)
            throws SQLException {
        Sessions.rollback(work, failure);
        if (Failures.isLost(failure) || !work.isValid(5)) {
            return Failures.lost(script, number, failure);
        }
        boolean half = definition.isEmpty() && !holds(number) && !Failures.isSyntax(failure);
        Optional<List<String>> now = Optional.empty();
        if (definition.isPresent() && done == number - 1) {
            now = Optional.of(digests(definition.get()));
            Optional<List<String>> before = journal.digests(number);
            half = before.isPresent() && !before.equals(now);
        }
        if (done == number - 1 || half) {
            journal.failed(number, now, failure.getMessage());
        } else {
            journal.forget(List.of(number));
            journal.settle();
        }
        return Failures.failed(
                script,
                done,
                number,
                takenBack,
                half,
                held.read(side -> Failures.blockers(side, failure)),
                Rights.missing(failure, script.statement(number).tokens()),
                failure);
    }

    private void takeBack(SQLException failure) throws SQLException {
        Sessions.rollback(work, failure);
        if (!Failures.isLost(failure)) {
            journal.takenBack(0);
        }
    }

    /** The transaction could not be committed: the last statement of it is named. */
    ToolException endFailed(SQLException failure) throws SQLException {
        List<Integer> numbers = journal.pending();
        if (numbers.isEmpty()) {
            throw failure;
        }
        int done = numbers.get(0) - 1;
        takeBack(failure);
        return failed(numbers.get(numbers.size() - 1), Optional.empty(), done, "the script's own transaction", failure);
    }

    /** What the catalogue shows of the objects of a definition; nothing where that would not be asked. */
    List<String> digests(StatementKind.Definition definition) throws SQLException {
        if (definition.effect() instanceof StatementKind.Effect.Repeatable
                || definition.effect() instanceof StatementKind.Effect.Hidden) {
            return definition.objects().stream().map(object -> Catalogue.UNSEEN).toList();
        }
        return locked
                ? Catalogue.digestsOfLocked(work, journal.database(), definition.objects(), script.setsCharacterSet())
                : held.read(side -> Catalogue.digests(side, journal.database(), definition.objects()));
    }

    /** True when all that a statement does can be taken back by a rollback. */
    boolean holds(int number) throws SQLException {
        StatementKind kind = script.kind(number);
        if (!mayWrite(number)) {
            return !(kind instanceof StatementKind.Opaque);
        }
        tables.session(journal.database(), locked);
        return tables.holds(kind, facts(number));
    }

    /** True for a statement that writes rows, or may call what does. */
    private boolean mayWrite(int number) {
        StatementKind kind = script.kind(number);
        return kind instanceof StatementKind.Data
                || kind instanceof StatementKind.Call
                || kind instanceof StatementKind.Session && facts(number).calls();
    }

    boolean hold(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            if (!holds(n)) {
                return false;
            }
        }
        return true;
    }

    /** True for a SET that ends or begins transactions. */
    boolean mayCommit(int number) {
        return script.kind(number) instanceof StatementKind.Unlock
                || script.kind(number) instanceof StatementKind.Session
                        && facts(number).assigned().containsKey("autocommit");
    }

    boolean writesByReading(int number) throws SQLException {
        return facts(number).calls() && tables.writesByReading(facts(number));
    }

    boolean isVolatile(int number) throws SQLException {
        return tables.isVolatile(facts(number)) && !writesByReading(number);
    }

    /**
     * Begins the transaction that a COMMIT AND CHAIN has begun in the session before, with the isolation of the first one of its chain.
     *
     * @param chained the number of the COMMIT
     */
    void beginAgain(int chained) throws SQLException {
        int first = chained;
        while (first > 1 && !(script.kind(first) instanceof StatementKind.Begin)) {
            first--;
        }
        setNextTransaction(first);
        execute(chained, "START TRANSACTION");
        look();
    }

    /** Locks again what the session before had locked. */
    void lockAgain(int number, int next) throws SQLException {
        Optional<String> sql =
                held.read(side -> TableLocks.again(side, script, number, held.tables(), journal.database()));
        try {
            if (sql.isPresent()) {
                execute(number, sql.get());
            }
        } catch (SQLException e) {
            throw Failures.notLocked(script, number, next, held.read(side -> Failures.blockers(side, e)), e);
        }
        locked = true;
        look();
    }

    /** Whether the script has locked tables. */
    boolean isLocked() {
        return locked;
    }

    /** Whether statements belonged to the script's own transaction when {@link #look} looked last. */
    boolean inTransaction() {
        return inTransaction;
    }

    /** Finds out whether statements belong to the script's own transaction from here on; the server says so with every answer. */
    void look() throws SQLException {
        int status = work.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
        inTransaction = (status & ServerStatus.IN_TRANSACTION) != 0 || (status & ServerStatus.AUTOCOMMIT) == 0;
    }

    /** Says that the script's own transaction has been ended. */
    void transactionEnded() {
        inTransaction = false;
    }

    boolean inActiveTransaction() throws SQLException {
        return journal.inActiveTransaction();
    }
}
