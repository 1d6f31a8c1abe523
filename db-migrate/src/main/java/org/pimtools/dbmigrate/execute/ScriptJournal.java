package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.execute.Journal.Row;
import org.pimtools.dbmigrate.execute.Journal.State;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.ParsedScript;

/** Writes the rows of one script, in the transaction that belongs to what they say; knows which of them a rollback takes away. */
final class ScriptJournal {
    private final LockedDatabase held;
    private final Connection work;
    private final Journal journal;
    private final long id;
    private final ParsedScript script;
    private final List<Row> uncommitted = new ArrayList<>();
    private SessionState last;
    private boolean lastIsWritten;

    /** @param last the session as it is now */
    ScriptJournal(LockedDatabase held, Journal journal, long id, ParsedScript script, SessionState last) {
        this.held = held;
        this.work = held.work();
        this.journal = journal;
        this.id = id;
        this.script = script;
        this.last = last;
    }

    /** Says that a statement is done, with the session as it is now. */
    Row done(int number, Optional<List<String>> digests) throws SQLException {
        SessionState now = SessionState.read(work, script.names());
        Optional<String> changed = lastIsWritten && now.equals(last) ? Optional.empty() : Optional.of(now.json());
        last = now;
        lastIsWritten = true;
        return new Row(number, script.chain().at(number), State.DONE, digests, changed);
    }

    List<Row> done(int number, int to) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int n = number; n <= to; n++) {
            rows.add(done(n, Optional.empty()));
        }
        return rows;
    }

    Row begun(int number, Optional<List<String>> digests) {
        return new Row(number, script.chain().at(number), State.INTENT, digests, Optional.empty());
    }

    /** Rows that are written, or wait to be, and count only when the script's transaction is committed. */
    List<Row> uncommitted() {
        return uncommitted;
    }

    /** The first statement that a rollback takes back; the given one when that is all. */
    int firstUncommitted(int otherwise) {
        return uncommitted.isEmpty() ? otherwise : uncommitted.get(0).number();
    }

    /** Writes rows into the transaction that is open. */
    void write(List<Row> rows) throws SQLException {
        ours(transaction -> insert(transaction, rows));
    }

    /** Writes rows into the transaction that is open, which then depends on the lease. */
    void writeLast(List<Row> rows) throws SQLException {
        ours(transaction -> {
            insert(transaction, rows);
            held.lease().confirm(transaction);
        });
    }

    /** Writes rows in a transaction of their own. */
    void atomically(List<Row> rows) throws SQLException {
        ours(connection -> held.atomically(transaction -> insert(transaction, rows)));
    }

    /** Writes rows for good, whatever becomes of the transaction that is open. */
    void beside(List<Row> rows) throws SQLException {
        held.beside(transaction -> insert(transaction, rows));
    }

    /** Says that a statement failed; where tables are locked, beside them. */
    void failed(int number, Optional<List<String>> digests, String error, boolean beside) throws SQLException {
        Row row = new Row(number, script.chain().at(number), State.FAILED, digests, Optional.empty());
        LockedDatabase.Writes write = transaction -> journal.write(transaction, id, row, error);
        if (beside) {
            held.beside(write);
        } else {
            ours(connection -> held.atomically(write));
        }
    }

    /** Says that begun statements took no effect. */
    void forget(Collection<Integer> numbers) throws SQLException {
        atomically(numbers.stream()
                .map(number ->
                        new Row(number, script.chain().at(number), State.FAILED, Optional.empty(), Optional.empty()))
                .toList());
    }

    /** What the objects of a begun statement were. */
    Optional<List<String>> digests(int number) throws SQLException {
        return journal.rows(work, id).stream()
                .filter(row -> row.number() == number)
                .findFirst()
                .flatMap(Row::digests);
    }

    /** What the session was, to go back to. */
    record Memory(SessionState last, boolean lastIsWritten) {}

    Memory memory() {
        return new Memory(last, lastIsWritten);
    }

    /** After a rollback: user variables are no part of a transaction. */
    void back(Memory memory) throws SQLException {
        last = memory.last();
        lastIsWritten = memory.lastIsWritten();
        last.restore(work);
    }

    /** Does something on the working connection in our own character set. */
    void ours(LockedDatabase.Writes writes) throws SQLException {
        if (script.setsCharacterSet()) {
            CharacterSet.inOurs(work, writes);
        } else {
            writes.to(work);
        }
    }

    private void insert(Connection transaction, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            journal.write(transaction, id, row, null);
        }
    }
}
