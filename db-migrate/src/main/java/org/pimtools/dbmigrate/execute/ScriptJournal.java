package org.pimtools.dbmigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.execute.Journal.Row;
import org.pimtools.dbmigrate.execute.Journal.State;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.SessionNames;
import org.pimtools.dbmigrate.script.StatementFacts;
import org.pimtools.dbmigrate.script.StatementKind;

/**
 * Writes the rows of one script. A statement that is done is pending until its row is written: in the transaction that belongs to what
 * it did, or with the next row where it has taken effect for good.
 */
final class ScriptJournal {
    private static final String AUTOCOMMIT = "SET SESSION autocommit = 1";

    private final LockedDatabase held;
    private final Connection work;
    private final Journal journal;
    private final long id;
    private final Script script;
    private final List<Row> pending = new ArrayList<>();
    private final Counters counters;
    private final boolean plain;
    /** The variables of the session that are carried on. */
    private SessionNames names;

    private Optional<Beginning> beginning;
    private SessionState last;
    /** What those that the script does not name itself were, before a routine named them. */
    private Optional<SessionState> found = Optional.empty();

    private boolean lastIsWritten;
    private boolean lastIsOld;

    /** Writes down that the script was begun. */
    interface Beginning {
        /** @param first what is to be written in the same transaction, behind it */
        void with(LockedDatabase.Writes first) throws SQLException;
    }

    /**
     * @param beginning what says that the script was begun, if nothing has said so yet: it is written with the first row
     * @param last the session as it is now
     */
    ScriptJournal(
            LockedDatabase held,
            Journal journal,
            long id,
            Script script,
            Optional<Beginning> beginning,
            SessionState last) {
        this.held = held;
        this.work = held.work();
        this.journal = journal;
        this.id = id;
        this.script = script;
        this.beginning = beginning;
        this.last = last;
        names = last.names();
        lastIsOld = beginning.isEmpty();
        counters = new Counters(held, id);
        plain = held.isPlain()
                && names.isEmpty()
                && !script.setsRole()
                && script.statements().stream().noneMatch(statement -> mayChangeTheSession(statement.kind()));
    }

    /** A routine may, and nothing in the script shows it. */
    private static boolean mayChangeTheSession(StatementKind kind) {
        return kind instanceof StatementKind.Call || kind instanceof StatementKind.Opaque;
    }

    /** Writes for good, and first of all that the script was begun. */
    private void atomically(LockedDatabase.Writes writes) throws SQLException {
        if (beginning.isPresent()) {
            beginning.get().with(writes);
            beginning = Optional.empty();
        } else {
            held.atomically(writes);
        }
    }

    /** Says that the script was begun, if nothing has said so yet; call it before a transaction that holds its rows. */
    void begin() throws SQLException {
        if (beginning.isPresent()) {
            atomically(transaction -> {});
        }
    }

    Counters counters() {
        return counters;
    }

    /** Notes that statements are done. */
    void done(int number, int to) {
        for (int n = number; n <= to; n++) {
            done(n, Optional.empty());
        }
    }

    void done(int number, Optional<List<String>> digests) {
        pending.add(new Row(number, script.chain(number), State.DONE, digests));
    }

    Row begun(int number, Optional<List<String>> digests) {
        return new Row(number, script.chain(number), State.INTENT, digests);
    }

    /** The statements that are done and whose rows are not written. */
    List<Integer> pending() {
        return pending.stream().map(Row::number).toList();
    }

    /** The first of {@link #pending}; the given one when there is none. */
    int firstPending(int otherwise) {
        return pending.isEmpty() ? otherwise : pending.get(0).number();
    }

    /** Forgets the pending statements from a number on: a rollback has taken them back. */
    void takenBack(int from) throws SQLException {
        counters.giveBack();
        counters.begin();
        pending.removeIf(row -> row.number() >= from);
    }

    /** The current database of the script's session, when it was looked at last. */
    Optional<String> database() {
        return Optional.ofNullable(last.database());
    }

    /** Looks at the session again, if a statement was run since. */
    void look() throws SQLException {
        if (lastIsOld) {
            SessionState now = SessionState.read(work, names, last, held.lease());
            lastIsWritten &= now.equals(last);
            last = now;
            lastIsOld = false;
        }
    }

    /** A statement that comes next may leave these in the session. */
    void alsoCarries(SessionNames more) throws SQLException {
        SessionNames all = names.with(more);
        if (!all.equals(names)) {
            all = all.only(held.read(
                    side -> SystemVariables.known(side, names.with(more).system())));
        }
        if (!all.equals(names)) {
            names = all;
            lastIsOld = true;
            look();
            found = Optional.of(found.map(before -> before.with(last)).orElse(last));
        }
    }

    /** Whether the session has nothing to be carried on but its database. */
    boolean carriesNothing() {
        return names.isEmpty();
    }

    /** What the session was, with the variables that only routines name. */
    SessionState before(SessionState before) {
        return found.map(before::with).orElse(before);
    }

    /** The session, looked at. */
    SessionState session() throws SQLException {
        look();
        return last;
    }

    /** A statement is run: the session may be another one behind it. */
    void ran() {
        lastIsOld = true;
    }

    /** Takes in what a statement assigns to the session's variables, or its database; call it for each statement that was run. */
    void assigned(int number) {
        StatementFacts facts = script.facts(number);
        SessionState now = last.assigning(facts.assigned());
        now = facts.used().map(now::in).orElse(now);
        lastIsWritten &= now.equals(last);
        last = now;
    }

    /**
     * Writes the pending rows into the transaction that the work connection has open, which then depends on the lease, and commits it.
     *
     * @param autocommitIsOurs true when it is off for this transaction only
     * @param settings statements that set what the session has behind it
     */
    void commit(boolean autocommitIsOurs, List<String> settings) throws SQLException {
        look();
        if (autocommitIsOurs) {
            last = last.withAutocommit();
        }
        if (isPlain()) {
            begin();
            commitAtOnce(autocommitIsOurs, settings, rows());
        } else {
            for (String setting : settings) {
                Sessions.execute(work, setting);
            }
            write();
            Sessions.execute(work, "COMMIT AND NO CHAIN NO RELEASE");
            written();
            if (autocommitIsOurs) {
                Sessions.execute(work, AUTOCOMMIT);
            }
        }
    }

    /**
     * {@link #commit} with the script's end in the same transaction, and without a look at the session before it.
     *
     * @param writes what else belongs to the end
     */
    void commitEnd(boolean autocommitIsOurs, List<String> settings, LockedDatabase.Writes writes) throws SQLException {
        begin();
        List<String> all = new ArrayList<>();
        journal.write(all::add, id, pending);
        writes.to(all::add);
        commitAtOnce(autocommitIsOurs, settings, all);
    }

    private void commitAtOnce(boolean autocommitIsOurs, List<String> settings, List<String> writes)
            throws SQLException {
        List<String> all = new ArrayList<>(settings);
        all.addAll(writes);
        last = held.commitOnWork(
                SessionState.query(names, held.lease()),
                row -> SessionState.of(row, names, last),
                all,
                autocommitIsOurs ? List.of(AUTOCOMMIT) : List.of());
        lastIsOld = false;
        written();
    }

    /** Whether our own statements mean in the script's session what they mean in a session of our own. */
    boolean isPlain() {
        return plain && names.isEmpty();
    }

    /** Writes the pending rows into the transaction that is open, in case the next statement commits it. */
    void writeInCaseOfACommit() throws SQLException {
        look();
        write();
    }

    private void write() throws SQLException {
        begin();
        // all that is written is ASCII, but for the name of the database perhaps
        boolean foreign = script.setsCharacterSet()
                && !StandardCharsets.US_ASCII.newEncoder().canEncode(held.database());
        if (foreign) {
            Sessions.execute(work, "SET NAMES utf8mb4");
        }
        held.lease().confirmOnWork(work, rows());
        if (foreign) {
            last.restoreSystem(work);
        }
    }

    /** The writes of the pending rows, and of the session behind them. */
    private List<String> rows() throws SQLException {
        List<String> writes = new ArrayList<>();
        if (!lastIsWritten) {
            journal.session(writes::add, id, last);
        }
        journal.write(writes::add, id, pending);
        return writes;
    }

    /** The pending rows are there for good. */
    void written() {
        counters.begin();
        pending.clear();
        lastIsWritten = true;
    }

    /** Writes the pending rows of what has taken effect for good, if there are any. */
    void settle() throws SQLException {
        if (!pending.isEmpty()) {
            look();
            settleWith(List.of());
        }
    }

    /**
     * {@link #settle}, for a transaction of the script's own that may begin now: its rows change the row that says that the script was
     * begun, and with {@code innodb_snapshot_isolation} no transaction may change a row that is younger than what it sees.
     */
    void settleBeforeTransaction() throws SQLException {
        settle();
        begin();
    }

    /** Writes the pending rows of what has taken effect for good, with the session that was looked at last, and further rows. */
    void settleWith(List<Row> further) throws SQLException {
        List<Row> rows = new ArrayList<>(pending);
        rows.addAll(further);
        atomically(transaction -> {
            if (!lastIsWritten) {
                journal.session(transaction, id, last);
            }
            journal.write(transaction, id, rows);
        });
        written();
    }

    /** Writes rows for good, whatever becomes of the transaction that is open. */
    void beside(List<Row> rows) throws SQLException {
        begin();
        held.beside(transaction -> journal.write(transaction, id, rows));
    }

    /** Says that a statement failed; what is pending then is done. */
    void failed(int number, Optional<List<String>> digests, String error) throws SQLException {
        Row row = new Row(number, script.chain(number), State.FAILED, digests);
        atomically(transaction -> {
            journal.write(transaction, id, pending);
            journal.failed(transaction, id, row, error);
        });
        pending.clear();
    }

    /** Says that begun statements took no effect. */
    void forget(Collection<Integer> numbers) throws SQLException {
        atomically(transaction -> journal.notBegun(transaction, id, numbers));
    }

    /** What the objects of a begun statement were. */
    Optional<List<String>> digests(int number) throws SQLException {
        return held.read(side -> journal.rows(side, id)).stream()
                .filter(row -> row.number() == number)
                .findFirst()
                .flatMap(Row::digests);
    }

    /** The script's end: its rows, and what else belongs to it. */
    void end(LockedDatabase.Writes writes) throws SQLException {
        atomically(transaction -> {
            journal.write(transaction, id, pending);
            writes.to(transaction);
        });
        pending.clear();
    }

    /** What the session was, to go back to. */
    record Memory(SessionState last, boolean lastIsWritten) {}

    Memory memory() {
        return new Memory(last, lastIsWritten);
    }

    /** After a rollback: user variables are no part of a transaction. */
    void back(Memory memory) throws SQLException {
        counters.giveBack();
        counters.begin();
        last = found.map(memory.last()::with).orElse(memory.last());
        lastIsOld = true;
        lastIsWritten = memory.lastIsWritten();
        last.restore(work);
    }

    /** Whether the work connection is in a transaction; also right behind an error. */
    boolean inActiveTransaction() throws SQLException {
        try (Statement statement = work.createStatement();
                var row = statement.executeQuery("SELECT @@in_transaction LIMIT 1")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
