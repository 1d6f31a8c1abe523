package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.execute.Journal.State;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.ParsedScript;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.SessionThings;
import org.pimtools.dbmigrate.script.StatementKind;

/** Runs a script from where the journal says that it is to its end, so that nothing is lost and nothing is done twice. */
public final class ScriptRunner {
    private static final int NO_SUCH_PREPARED_STATEMENT = 1243;

    private final LockedDatabase held;
    private final Journal journal;

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
        Resume resume =
                Resume.find(connection, new Journal(database), open.id(), database, ParsedScript.of(script), answer);
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
        long started = System.nanoTime();
        Connection work = held.work();
        Optional<OpenScript> open = held.read(journal::open);
        if (open.isPresent()
                && (open.get().direction() != script.direction()
                        || !open.get().version().equals(script.version()))) {
            throw Failures.otherOpen(open.get(), script);
        }
        if (open.isEmpty() && answer.isPresent()) {
            throw nothingToResolve();
        }
        ParsedScript all = ParsedScript.of(script);
        ParsedScript parsed = all.knowing(
                held.read(side -> SystemVariables.known(side, all.names().system())));
        SessionState before = SessionState.fresh(work, parsed.names());
        Resume resume = open.isPresent()
                ? held.read(side -> Resume.find(side, journal, open.get().id(), held.database(), parsed, answer))
                : Resume.AT_THE_BEGINNING;
        if (resume.session().isPresent()) {
            resume.session().get().restore(work);
            if (parsed.setsRole()) {
                resume.session().get().restoreRole(work);
            }
        }
        long id = open.isPresent() ? open.get().id() : begin(script, mark);
        if (open.isPresent()) {
            Counters.giveBack(held, id, resume.first() - 1);
        }
        ScriptJournal rows =
                new ScriptJournal(held, journal, id, parsed, resume.session().orElse(before));
        if (!resume.repeated().isEmpty()) {
            rows.forget(resume.repeated());
        }
        Execution execution = new Execution(held, parsed, rows, resume.skipped(), warnings);
        if (resume.lockedBy().isPresent()) {
            execution.lockAgain(resume.lockedBy().getAsInt());
        }
        int executed = 0;
        int next = resume.done() + 1;
        while (next <= parsed.size()) {
            safely(safePoint, execution);
            int last = execution.step(next);
            executed += resume.skipped().contains(next) ? 0 : last - next + 1;
            next = last + 1;
            progress.accept(last);
        }
        execution.end();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        rows.end(transaction -> mark.done(transaction, script, took));
        leaveSession(parsed, before);
        return new ScriptOutcome(resume.first(), executed, took);
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

    private long begin(Script script, HistoryMark mark) throws SQLException {
        long[] id = new long[1];
        held.atomically(transaction -> {
            id[0] = journal.begin(
                    transaction, script, "process " + ProcessHandle.current().pid());
            mark.opened(transaction, script);
        });
        return id[0];
    }

    /** The next script of the same run finds the session as this one found it. */
    private void leaveSession(ParsedScript parsed, SessionState before) throws SQLException {
        Connection work = held.work();
        Sessions.execute(work, "UNLOCK TABLES");
        before.restore(work);
        if (parsed.setsRole()) {
            before.restoreRole(work);
        }
        for (StatementKind.SessionThing thing :
                SessionThings.behind(parsed.kinds()).alive()) {
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
