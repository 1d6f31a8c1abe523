package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;

/**
 * Consecutive statements that a rollback can take back, in one transaction with their rows: a cut takes back exactly what the journal
 * does not have. It is committed after so many statements, bytes or so much time, and before whatever cannot be part of it.
 */
final class Batch {
    private static final int MOST_STATEMENTS = 1_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final String TRANSACTION = "the transaction that they ran in";
    private static final String START = "START TRANSACTION READ WRITE";
    /** Where a transaction was to begin and did not, a statement that writes fails then, instead of being committed by itself. */
    private static final String GUARD = "SET SESSION tx_read_only = 1";

    private static final String NO_GUARD = "SET SESSION tx_read_only = 0";
    private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();

    private final Connection work;
    private final ScriptJournal journal;
    private final Statements statements;
    private final List<Integer> numbers = new ArrayList<>();
    private boolean open;
    /** The transaction was begun by taking autocommit away. */
    private boolean withoutAutocommit;

    private boolean guarded;
    private ScriptJournal.Memory before;
    private long bytes;
    private long began;

    Batch(Connection work, ScriptJournal journal, Statements statements) {
        this.work = work;
        this.journal = journal;
        this.statements = statements;
    }

    /** Runs statements that can be taken back; several of them are one transaction, since the later ones ask what the first one did. */
    void step(int number, int last) throws SQLException {
        if (last > number) {
            close();
        }
        if (!open && last == number && statements.isPlainWrite(number)) {
            first(number);
        } else {
            if (!open) {
                open(number, false);
            }
            run(number, last);
        }
        if (last > number || isFull() || statements.isInATransactionOfItsOwn(number)) {
            close();
        }
    }

    /**
     * The same for statements of which none asks what another one did: all are sent before the first answer is read. The server executes
     * those behind one that fails, so that autocommit has to be off: it may have taken back the transaction because of the failure.
     */
    void together(int number, int last) throws SQLException {
        if (!withoutAutocommit) {
            close();
        }
        if (!open) {
            open(number, true);
        }
        try {
            bytes += statements.runTogether(number, last);
        } catch (SQLException e) {
            oneByOne(number, last, e);
            return;
        }
        done(number, last);
        if (isFull()) {
            close();
        }
    }

    /** Nobody knows how far they came: all are taken back, and each is run on its own. */
    private void oneByOne(int number, int last, SQLException failure) throws SQLException {
        if (Failures.isLost(failure)) {
            throw statements.failed(number, Optional.empty(), number - 1, "", failure);
        }
        int first = numbers.isEmpty() ? number : numbers.get(0);
        giveUp(failure);
        journal.takenBack(first);
        journal.back(before);
        for (int n = first; n <= last; n++) {
            step(n, n);
        }
    }

    private boolean isFull() {
        return numbers.size() >= MOST_STATEMENTS || bytes >= MOST_BYTES || System.nanoTime() - began >= LONGEST_NANOS;
    }

    private void open(int number, boolean forSeveral) throws SQLException {
        prepare(forSeveral);
        begin(number);
        open = true;
    }

    private void prepare(boolean forSeveral) throws SQLException {
        journal.begin();
        before = journal.memory();
        bytes = 0;
        began = System.nanoTime();
        withoutAutocommit = forSeveral || statements.isLocked();
        numbers.clear();
    }

    /**
     * Sends a statement together with what begins its transaction, which a KILL QUERY may meet alone: the statement fails then, too, and
     * both are sent again, one after the other.
     */
    private void first(int number) throws SQLException {
        prepare(false);
        if (withoutAutocommit || !journal.isPlain()) {
            open(number, false);
            run(number, number);
            return;
        }
        guarded = true;
        Statements.Behind result;
        try {
            result = statements.runBehind(List.of(GUARD, START), number);
        } catch (SQLException e) {
            throw statements.failed(number, Optional.empty(), number - 1, "", e);
        }
        if (result.failure().isEmpty() && !result.begun()) {
            // the guard was met, too
            restore();
            journal.done(number, number);
            journal.settle();
        } else if (result.failure().isEmpty()) {
            open = true;
            bytes += result.length();
            done(number, number);
        } else if (result.ownFailed()) {
            giveUp(result.failure().get());
            open(number, false);
            run(number, number);
        } else {
            open = true;
            failed(number, number, number, result.failure().get());
        }
    }

    /**
     * START TRANSACTION would release tables that the script has locked.
     *
     * @param number the first statement of it
     */
    private void begin(int number) throws SQLException {
        statements.setNextTransaction(number);
        Sessions.execute(work, withoutAutocommit ? "SET SESSION autocommit = 0" : START);
    }

    private void run(int number, int last) throws SQLException {
        for (int n = number; n <= last; n++) {
            try {
                bytes += statements.run(n);
            } catch (SQLException e) {
                failed(number, last, n, e);
                return;
            }
        }
        done(number, last);
    }

    private void done(int number, int last) {
        for (int n = number; n <= last; n++) {
            numbers.add(n);
        }
        journal.done(number, last);
    }

    /** Returns when the statements ran all the same. */
    private void failed(int number, int last, int n, SQLException failure) throws SQLException {
        if (Failures.isLost(failure)) {
            throw statements.failed(n, Optional.empty(), n - 1, "", failure);
        }
        if (LockedDatabase.isWorthAnother(failure, 1)) {
            numbers.addAll(IntStream.rangeClosed(number, last).boxed().toList());
            again(failure, n);
            journal.done(number, last);
            return;
        }
        if (n == number && journal.inActiveTransaction()) {
            // the server has taken back the statement alone, and those before it are whole
            if (!numbers.isEmpty() || !journal.pending().isEmpty()) {
                close();
            }
            giveUp(failure);
            throw statements.failed(n, Optional.empty(), number - 1, TRANSACTION, failure);
        }
        List<Integer> wereWhole = List.copyOf(numbers);
        giveUp(failure);
        if (wereWhole.isEmpty()) {
            throw statements.failed(n, Optional.empty(), number - 1, TRANSACTION, failure);
        }
        journal.takenBack(wereWhole.get(0));
        journal.back(before);
        for (int whole : wereWhole) {
            step(whole, whole);
        }
        close();
        step(number, last);
    }

    /** After a rollback that was nobody's fault: all statements once more, in a session as it was before them. */
    private void again(SQLException failure, int failed) throws SQLException {
        SQLException last = failure;
        int number = failed;
        for (int attempt = 1; LockedDatabase.isWorthAnother(last, attempt); attempt++) {
            Sessions.rollback(work, last);
            try {
                restore();
                journal.back(before);
                begin(numbers.get(0));
                for (int n : numbers) {
                    number = n;
                    statements.run(n);
                }
                return;
            } catch (SQLException e) {
                last = e;
            }
        }
        throw afterRollback(number, last);
    }

    private ToolException afterRollback(int number, SQLException failure) throws SQLException {
        int first = numbers.get(0);
        giveUp(failure);
        journal.takenBack(first);
        return statements.failed(number, Optional.empty(), first - 1, TRANSACTION, failure);
    }

    /** Commits what is open. */
    void close() throws SQLException {
        if (open) {
            close(() -> journal.commit(withoutAutocommit, guard()));
        }
    }

    /**
     * Commits what is open together with the script's end.
     *
     * @return false when nothing is open, or they cannot be one transaction: then nothing was done
     */
    boolean closeWith(LockedDatabase.Writes end) throws SQLException {
        if (!open || !journal.isPlain() || statements.isLocked()) {
            return false;
        }
        close(() -> journal.commitEnd(withoutAutocommit, guard(), end));
        return true;
    }

    private interface Commit {
        void run() throws SQLException;
    }

    private void close(Commit commit) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                commit.run();
                open = false;
                guarded = false;
                return;
            } catch (SQLException e) {
                if (numbers.isEmpty()) {
                    throw e;
                } else if (!LockedDatabase.isWorthAnother(e, attempt)) {
                    throw afterRollback(numbers.get(numbers.size() - 1), e);
                }
                again(e, numbers.get(numbers.size() - 1));
            }
        }
    }

    private void giveUp(SQLException because) throws SQLException {
        Sessions.rollback(work, because);
        restore();
        open = false;
        numbers.clear();
    }

    private void restore() throws SQLException {
        if (withoutAutocommit) {
            Sessions.execute(work, "SET SESSION autocommit = 1");
        }
        for (String off : guard()) {
            Sessions.execute(work, off);
        }
        guarded = false;
    }

    /** What takes the guard away. */
    private List<String> guard() {
        return guarded ? List.of(NO_GUARD) : List.of();
    }
}
