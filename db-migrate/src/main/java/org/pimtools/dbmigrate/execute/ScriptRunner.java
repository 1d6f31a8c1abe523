package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.execute.Journal.State;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.SessionNames;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementKind;

/** Runs a script from where the journal says that it is to its end, so that nothing is lost and nothing is done twice. */
public final class ScriptRunner implements AutoCloseable {
    private static final int NO_SUCH_PREPARED_STATEMENT = 1243;

    private final LockedDatabase held;
    private final Journal journal;
    private final VisibleTriggers triggers = new VisibleTriggers();
    private final PacketLimit packets = new PacketLimit();
    /** False when what was open is done, since nobody else begins a script while this holds the database. */
    private boolean mayBeOpen = true;
    /** The number of the script that was done last; 0 for none. */
    private long last;
    /** The session between two scripts, where that is known. */
    private Optional<SessionState> left = Optional.empty();
    /** Of the script that ran last, until it is written. */
    private Optional<End> waiting = Optional.empty();

    public ScriptRunner(LockedDatabase held) {
        this.held = held;
        journal = new Journal(held.tables());
    }

    /**
     * The statements that {@link #run} would execute of a begun script. Changes nothing.
     *
     * @param connection a session of our own
     * @param open of this script
     * @throws ToolException when it would refuse
     */
    public static List<ScriptStatement> remaining(
            Connection connection, String database, OpenScript open, Script script, Optional<Answer> answer)
            throws SQLException {
        Resume resume = Resume.find(connection, new Journal(database), open.id(), database, script, answer);
        return script.statements().stream()
                .filter(statement -> statement.number() >= resume.first()
                        && !resume.skipped().contains(statement.number()))
                .toList();
    }

    /**
     * Runs the script, or goes on with it.
     *
     * @param answer the operator's word on the statement that an earlier run named; refused when no statement waits for one
     * @param warnings takes what the server warns of
     * @param safePoint called between statements; may throw to end the run there
     * @param progress takes how many statements are done
     * @throws ToolException when the script cannot go on; it says how far it got and what to do next
     * @throws SQLException when the journal cannot be read or written
     */
    public ScriptOutcome run(
            Script script,
            HistoryMark mark,
            Optional<Answer> answer,
            Warnings warnings,
            Runnable safePoint,
            IntConsumer progress)
            throws SQLException {
        List<ScriptOutcome> outcome = new ArrayList<>();
        runOn(script, mark, answer, warnings, safePoint, progress, outcome::add);
        close();
        return outcome.get(0);
    }

    /**
     * {@link #run}, but the script's end may wait for the beginning of the next one, so that both are one transaction; call {@link #close}
     * behind the last one. A run that is cut off before it ends the script without running anything again.
     *
     * @param ended called when the end is written
     */
    public void runOn(
            Script script,
            HistoryMark mark,
            Optional<Answer> answer,
            Warnings warnings,
            Runnable safePoint,
            IntConsumer progress,
            Consumer<ScriptOutcome> ended)
            throws SQLException {
        long started = System.nanoTime();
        boolean follows = follows(script, answer);
        if (!follows) {
            close();
        }
        Connection work = held.work();
        Optional<OpenScript> open = mayBeOpen ? held.read(journal::open) : Optional.empty();
        mayBeOpen = true;
        if (open.isPresent()
                && (open.get().direction() != script.direction()
                        || !open.get().version().equals(script.version()))) {
            throw Failures.otherOpen(open.get(), script);
        }
        if (open.isEmpty() && answer.isPresent()) {
            throw nothingToResolve();
        }
        Script known = script.knowing(
                held.read(side -> SystemVariables.known(side, script.names().system())));
        Resume resume = open.isPresent()
                ? held.read(side -> Resume.find(side, journal, open.get().id(), held.database(), known, answer))
                : Resume.AT_THE_BEGINNING;
        packets.check(held, known, resume.first());
        SessionNames names = resume.session()
                .map(session -> session.names().with(known.names()))
                .orElse(known.names());
        SessionState before = session(names);
        if (resume.session().isPresent()) {
            resume.session().get().restore(work);
            resume.session().get().restoreRole(work, before);
        }
        long id = open.isPresent() ? open.get().id() : held.read(this::next);
        if (open.isPresent()) {
            Counters.giveBack(held, id, resume.first() - 1);
        }
        ScriptJournal rows = new ScriptJournal(
                held,
                journal,
                id,
                known,
                open.isPresent() ? Optional.empty() : Optional.of(further -> begin(id, script, mark, further)),
                resume.session().orElse(before));
        if (!resume.repeated().isEmpty()) {
            rows.forget(resume.repeated());
        }
        Execution execution = new Execution(held, known, rows, resume.skipped(), warnings, triggers);
        if (waiting.isEmpty()) {
            execution.look();
        }
        if (resume.lockedBy().isPresent()) {
            execution.lockAgain(resume.lockedBy().getAsInt(), resume.first());
        }
        if (resume.lockedBy().isEmpty() && resume.done() > 0) {
            execution.chain(resume.done());
        }
        int executed = 0;
        int next = resume.done() + 1;
        while (next <= known.size()) {
            safely(safePoint, execution);
            int done = execution.step(next);
            executed += resume.skipped().contains(next) ? 0 : done - next + 1;
            next = done + 1;
            progress.accept(done);
        }
        ScriptOutcome outcome =
                new ScriptOutcome(resume.first(), executed, Duration.ofNanos(System.nanoTime() - started));
        last = id;
        mayBeOpen = false;
        waiting = Optional.of(further -> {
            execution.end(transaction -> {
                mark.done(transaction, script, outcome.took());
                journal.end(transaction, id);
                if (open.isPresent() || rows.counters().isWritten()) {
                    journal.clear(transaction, id);
                }
                further.to(transaction);
            });
            leaveSession(known, rows.before(before), rows);
            ended.accept(outcome);
        });
        if (execution.leavesNothing()) {
            left = Optional.of(before);
        } else {
            close();
        }
    }

    /** Writes the end of a script. */
    private interface End {
        /** @param further what is to be written in the same transaction, behind it */
        void with(LockedDatabase.Writes further) throws SQLException;
    }

    /** Whether the first thing that the script does is to write down that it begins, and nothing is run before. */
    private boolean follows(Script script, Optional<Answer> answer) {
        return answer.isEmpty()
                && script.names().isEmpty()
                && script.size() > 0
                && script.kind(1) instanceof StatementKind.Definition;
    }

    /** Writes the end of the script that ran last, if it is not written. */
    @Override
    public void close() throws SQLException {
        end(further -> {});
    }

    /** @return false when nothing waited, and nothing was written */
    private boolean end(LockedDatabase.Writes further) throws SQLException {
        Optional<End> end = waiting;
        waiting = Optional.empty();
        if (end.isPresent()) {
            end.get().with(further);
        }
        return end.isPresent();
    }

    /** What is done is written before a run ends here. */
    private static void safely(Runnable safePoint, Execution execution) throws SQLException {
        try {
            safePoint.run();
        } catch (ToolException e) {
            execution.settle();
            throw e;
        }
    }

    /**
     * Takes back that a script was begun, if nothing of it is done.
     *
     * @return false when something of it may be done, and nothing was changed
     */
    public boolean abandon(OpenScript open, Script script, HistoryMark mark) throws SQLException {
        if (open.done() > 0
                || held.read(side -> journal.rows(side, open.id())).stream()
                        .anyMatch(row -> row.state() == State.INTENT)) {
            return false;
        }
        held.atomically(transaction -> {
            mark.abandoned(transaction, script);
            journal.forget(transaction, open.id());
        });
        return true;
    }

    /** What is said when the operator gives a word that nobody has asked for. */
    public static ToolException nothingToResolve() {
        return new ToolException(
                ExitCode.USAGE,
                "no statement waits for --resolve",
                "run again without --resolve: it resumes by itself");
    }

    /** Of a new script: nobody else begins one meanwhile. */
    private long next(Connection side) throws SQLException {
        return last == 0 ? journal.next(side) : last + 1;
    }

    /** Writes down that a script begins, and that the one before it has ended. */
    private void begin(long id, Script script, HistoryMark mark, LockedDatabase.Writes first) throws SQLException {
        LockedDatabase.Writes begin = transaction -> {
            journal.begin(
                    transaction,
                    id,
                    script,
                    "process " + ProcessHandle.current().pid());
            held.read(side -> {
                mark.opened(side, transaction, script);
                return null;
            });
            first.to(transaction);
        };
        if (!end(begin)) {
            held.atomically(begin);
        }
    }

    /** Known where an earlier script has left it, unless this one asks for more of it. */
    private SessionState session(SessionNames names) throws SQLException {
        return left.isPresent() && names.isEmpty() ? left.get() : SessionState.fresh(held.work(), names, held.lease());
    }

    /** The next script of the same run finds the session as this one found it. */
    private void leaveSession(Script script, SessionState before, ScriptJournal rows) throws SQLException {
        Connection work = held.work();
        SessionThings things = SessionThings.behind(script.statements());
        if (things.lockedBy().isPresent()) {
            Sessions.execute(work, "UNLOCK TABLES");
        }
        SessionState now = rows.session();
        if (!now.equals(before)) {
            before.restore(work);
            before.restoreRole(work, now);
        }
        left = rows.carriesNothing() ? Optional.of(before) : Optional.empty();
        for (StatementKind.SessionThing thing : things.alive()) {
            if (thing.what().equals("temporary table")) {
                Sessions.execute(
                        work,
                        "DROP TEMPORARY TABLE IF EXISTS " + Names.quote(held.database()) + "."
                                + Names.quote(thing.name()));
            } else {
                deallocate(work, thing.name());
            }
        }
    }

    /** It may have gone with the session of an earlier run. */
    private static void deallocate(Connection work, String name) throws SQLException {
        try {
            Sessions.execute(work, "DEALLOCATE PREPARE " + Names.quote(name));
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_PREPARED_STATEMENT) {
                throw e;
            }
        }
    }
}
