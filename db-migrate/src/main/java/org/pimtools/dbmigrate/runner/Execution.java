package org.pimtools.dbmigrate.runner;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.cli.ToolException;
import org.pimtools.dbmigrate.runner.Journal.Row;
import org.pimtools.dbmigrate.runner.Journal.State;

/**
 * Executes the statements of one script and journals each so that a cut at any moment leaves a journal that is true, or says that it
 * does not know. A statement's row is in the same transaction as what the statement does, wherever the server allows that.
 */
final class Execution {
    private static final int DEADLOCK = 1213;
    private static final int ATTEMPTS = 3;

    private final Workbench bench;
    private final Connection work;
    private final Journal journal;
    private final long id;
    private final ParsedScript script;
    /** Rows of the script's own open transaction, which a rollback takes away. */
    private final List<Row> uncommitted = new ArrayList<>();

    /** What the former session had, and ended with it. */
    private final Set<StatementKind.SessionThing> gone = new HashSet<>();

    private Optional<String> session = Optional.empty();
    private boolean inTransaction;
    private boolean locked;

    Execution(Workbench bench, Journal journal, long id, ParsedScript script) {
        this.bench = bench;
        this.work = bench.work();
        this.journal = journal;
        this.id = id;
        this.script = script;
    }

    /** Something that belongs into one transaction. */
    interface Writes {
        void run() throws SQLException;
    }

    /** Runs the writes in a transaction of its own that depends on the lease. */
    static void atomically(Workbench bench, Writes writes) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                execute(bench.work(), "START TRANSACTION");
                writes.run();
                bench.lease().confirm(bench.work());
                execute(bench.work(), "COMMIT");
                return;
            } catch (SQLException e) {
                rollback(bench.work(), e);
                if (e.getErrorCode() != DEADLOCK || attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (ToolException e) {
                execute(bench.work(), "ROLLBACK");
                throw e;
            }
        }
    }

    /**
     * Makes sure that the next statement does not miss what only the former session had.
     *
     * @param restored the session state that was given back
     */
    void resumeAt(int next, Optional<String> restored) throws SQLException {
        session = restored;
        SessionThings things = SessionThings.behind(script.kinds().subList(0, Math.min(next, script.size() + 1) - 1));
        if (next <= script.size()) {
            List<StatementKind> remaining = script.kinds().subList(next - 1, script.size());
            Optional<String> missed = things.missedBy(remaining, script.tokens().subList(next - 1, script.size()));
            if (missed.isPresent()) {
                throw Failures.misses(script.script(), next, missed.get());
            }
            gone.addAll(things.alive());
            if (next > 1 && script.countsRows(next)) {
                throw Failures.countsRows(script.script(), next);
            }
        }
        look();
    }

    void markDone(int number) throws SQLException {
        atomically(bench, () -> journal.write(work, id, row(number, State.DONE, Optional.empty()), null));
    }

    /**
     * Executes a statement, and those behind it that ask what it did.
     *
     * @return the last statement that was executed
     */
    int step(int number) throws SQLException {
        StatementKind kind = script.kind(number);
        if (kind instanceof StatementKind.Makes makes) {
            gone.remove(makes.thing());
        } else if (kind instanceof StatementKind.Ends ends && !gone.isEmpty() && gone.containsAll(ends.things())) {
            journalled(number, number);
            return number;
        }
        if (locked || kind instanceof StatementKind.Lock) {
            underLock(number, kind);
            return number;
        }
        int last = groupEnd(number);
        if (inTransaction) {
            inside(number, last, kind);
        } else {
            outside(number, last, kind);
        }
        return last;
    }

    /** Ends the script: the writes, and what the script left uncommitted, in one transaction. */
    void finish(Writes writes) throws SQLException {
        if (locked) {
            execute(work, "UNLOCK TABLES");
            locked = false;
        }
        if (inTransaction) {
            writes.run();
            bench.lease().confirm(work);
            execute(work, "COMMIT");
        } else {
            atomically(bench, writes);
        }
    }

    private int groupEnd(int number) {
        int last = number;
        while (last < script.size()
                && script.countsRows(last + 1)
                && isPlain(script.kind(last))
                && isPlain(script.kind(last + 1))) {
            last++;
        }
        return last;
    }

    private static boolean isPlain(StatementKind kind) {
        return kind instanceof StatementKind.Data || kind instanceof StatementKind.Session;
    }

    private void outside(int number, int last, StatementKind kind) throws SQLException {
        if (kind instanceof StatementKind.Data && holds(number, last)
                || kind instanceof StatementKind.Call call && holds(call)) {
            inOneTransaction(number, last);
        } else if (kind instanceof StatementKind.Definition definition) {
            define(number, definition);
        } else if (kind instanceof StatementKind.Begin) {
            user(number, Optional.empty());
            inTransaction = true;
            write(number);
        } else if (kind instanceof StatementKind.Data
                || kind instanceof StatementKind.Call
                || kind instanceof StatementKind.Opaque) {
            withIntent(number, last);
        } else {
            for (int n = number; n <= last; n++) {
                user(n, Optional.empty());
            }
            look();
            journalled(number, last);
        }
    }

    /** Session, temporary and harmless statements: done again they do the same. */
    private void journalled(int number, int last) throws SQLException {
        if (inTransaction) {
            for (int n = number; n <= last; n++) {
                write(n);
            }
            return;
        }
        atomically(bench, () -> {
            for (int n = number; n <= last; n++) {
                journal.write(work, id, row(n, State.DONE, Optional.empty()), null);
            }
        });
    }

    private void inOneTransaction(int number, int last) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            execute(work, "START TRANSACTION");
            int n = number;
            try {
                for (; n <= last; n++) {
                    run(n);
                }
                for (int done = number; done <= last; done++) {
                    journal.write(work, id, row(done, State.DONE, Optional.empty()), null);
                }
                bench.lease().confirm(work);
                execute(work, "COMMIT");
                return;
            } catch (SQLException e) {
                rollback(work, e);
                if (e.getErrorCode() != DEADLOCK || attempt == ATTEMPTS) {
                    throw failed(Math.min(n, last), number - 1, Optional.empty(), e);
                }
            }
        }
    }

    private void define(int number, StatementKind.Definition definition) throws SQLException {
        List<String> digests = Catalogue.digests(work, definition.objects());
        atomically(bench, () -> journal.write(work, id, row(number, State.INTENT, Optional.of(digests)), null));
        user(number, Optional.of(definition));
        atomically(bench, () -> journal.write(work, id, row(number, State.DONE, Optional.of(digests)), null));
        look();
    }

    private void withIntent(int number, int last) throws SQLException {
        atomically(bench, () -> journal.write(work, id, row(number, State.INTENT, Optional.empty()), null));
        for (int n = number; n <= last; n++) {
            user(n, Optional.empty());
        }
        look();
        journalled(number, last);
    }

    private void inside(int number, int last, StatementKind kind) throws SQLException {
        if (kind instanceof StatementKind.Commit) {
            write(number);
            bench.lease().confirm(work);
            user(number, Optional.empty());
            uncommitted.clear();
            look();
        } else if (kind instanceof StatementKind.Rollback) {
            user(number, Optional.empty());
            look();
            uncommitted.add(row(number, State.DONE, Optional.empty()));
            if (inActiveTransaction()) {
                for (Row row : uncommitted) {
                    journal.write(work, id, row, null);
                }
            } else {
                atomically(bench, () -> {
                    for (Row row : uncommitted) {
                        journal.write(work, id, row, null);
                    }
                });
                uncommitted.clear();
            }
        } else if (kind instanceof StatementKind.Definition || kind instanceof StatementKind.Begin) {
            // both commit what is open, so that it can as well be committed here, with the lease
            bench.lease().confirm(work);
            execute(work, "COMMIT");
            uncommitted.clear();
            inTransaction = false;
            outside(number, last, kind);
        } else {
            for (int n = number; n <= last; n++) {
                user(n, Optional.empty());
            }
            look();
            if (!inTransaction) {
                uncommitted.clear();
            }
            journalled(number, last);
        }
    }

    /** While tables are locked, only the other connection can write the journal, so rows wait until the data is committed. */
    private void underLock(int number, StatementKind kind) throws SQLException {
        boolean unknowable = !inActiveTransaction()
                && !(kind instanceof StatementKind.Session)
                && !(kind instanceof StatementKind.Lock)
                && !(kind instanceof StatementKind.Unlock);
        Optional<List<String>> digests = Optional.empty();
        if (unknowable) {
            if (kind instanceof StatementKind.Definition definition) {
                digests = Optional.of(Catalogue.digests(bench.side(), qualified(definition.objects())));
            }
            bySide(List.of(row(number, State.INTENT, digests)));
        }
        user(number, Optional.empty());
        locked = SessionThings.locks(kind, locked);
        look();
        uncommitted.add(row(number, State.DONE, digests));
        if (!inActiveTransaction()) {
            bySide(uncommitted);
            uncommitted.clear();
        }
    }

    private List<ObjectName> qualified(List<ObjectName> objects) {
        return objects.stream()
                .map(object -> object.type() == ObjectName.Type.DATABASE
                                || object.schema().isPresent()
                        ? object
                        : new ObjectName(object.type(), Optional.of(bench.database()), object.name()))
                .toList();
    }

    private void bySide(List<Row> rows) throws SQLException {
        synchronized (bench.side()) {
            execute(bench.side(), "START TRANSACTION");
            for (Row row : rows) {
                journal.write(bench.side(), id, row, null);
            }
            bench.lease().confirm(bench.side());
            execute(bench.side(), "COMMIT");
        }
    }

    /** Writes a row into the script's own transaction. */
    private void write(int number) throws SQLException {
        Row row = row(number, State.DONE, Optional.empty());
        journal.write(work, id, row, null);
        uncommitted.add(row);
    }

    private Row row(int number, State state, Optional<List<String>> digests) throws SQLException {
        Optional<String> changed = Optional.empty();
        if (state == State.DONE) {
            String now = SessionState.read(work, script.names()).json();
            changed = session.filter(now::equals).isPresent() ? Optional.empty() : Optional.of(now);
            session = Optional.of(now);
        }
        return new Row(number, script.chain().at(number), state, digests, changed);
    }

    /** Runs a statement of the script; a failure is told with how far the script got. */
    private void user(int number, Optional<StatementKind.Definition> definition) throws SQLException {
        try {
            run(number);
        } catch (SQLException e) {
            int done = uncommitted.isEmpty() ? number - 1 : uncommitted.get(0).number() - 1;
            rollback(work, e);
            throw failed(number, done, definition, e);
        }
    }

    private void run(int number) throws SQLException {
        execute(work, script.sql(number));
    }

    private ToolException failed(
            int number, int done, Optional<StatementKind.Definition> definition, SQLException failure)
            throws SQLException {
        if (Failures.isLost(failure) || !work.isValid(5)) {
            return Failures.lost(script.script(), number, failure);
        }
        String blockers = Failures.blockers(work, failure);
        boolean changed = false;
        if (done == number - 1 && locked) {
            bySide(List.of(
                    new Row(number, script.chain().at(number), State.FAILED, Optional.empty(), Optional.empty())));
        } else if (done == number - 1) {
            Optional<List<String>> now = Optional.empty();
            if (definition.isPresent()) {
                now = Optional.of(Catalogue.digests(work, definition.get().objects()));
                Optional<List<String>> before = journal.rows(work, id).stream()
                        .filter(row -> row.number() == number)
                        .findFirst()
                        .flatMap(Row::digests);
                changed = before.isPresent() && !before.equals(now);
            }
            Row row = new Row(number, script.chain().at(number), State.FAILED, now, Optional.empty());
            atomically(bench, () -> journal.write(work, id, row, failure.getMessage()));
        }
        return Failures.failed(script.script(), done, number, changed, blockers, failure);
    }

    private boolean holds(int number, int last) throws SQLException {
        Transactionality transactionality = Transactionality.read(work, bench.database());
        for (int n = number; n <= last; n++) {
            if (!transactionality.holds(script.tokens(n))) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(StatementKind.Call call) throws SQLException {
        return Transactionality.read(work, bench.database())
                .holdsForRoutine(Catalogue.routine(work, call.schema().orElse(bench.database()), call.routine()));
    }

    /** Whether statements belong to the script's own transaction from here on. */
    private void look() throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@in_transaction, @@autocommit")) {
            row.next();
            inTransaction = row.getBoolean(1) || !row.getBoolean(2);
        }
    }

    private boolean inActiveTransaction() throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@in_transaction")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(1_000);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            // read to the end, since what the rows do may happen while they are read
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
        }
    }

    private static void rollback(Connection connection, SQLException because) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
