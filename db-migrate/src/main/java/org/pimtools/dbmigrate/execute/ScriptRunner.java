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
     * The statements that {@link #run} would execute of a begun script. Changes nothing but the connection's session.
     *
     * @param open of this script
     * @throws ToolException when it would refuse
     */
    public static List<ScriptStatement> remaining(
            Connection connection, String database, OpenScript open, Script script, Optional<Answer> answer)
            throws SQLException {
        Resume resume = Resume.find(
                connection, new Journal(database).rows(connection, open.id()), ParsedScript.of(script), answer);
        return script.statements().stream()
                .filter(statement -> statement.number() >= resume.first()
                        && !resume.skipped().contains(statement.number()))
                .toList();
    }

    /**
     * Runs the script, or goes on with it.
     *
     * @param answer the operator's word on the statement that an earlier run named; refused when no statement waits for one
     * @param safePoint called between statements; may throw to end the run there
     * @param progress takes how many statements are done
     * @throws ToolException when the script cannot go on; it says how far it got and what to do next
     * @throws SQLException when the journal cannot be read or written
     */
    public ScriptOutcome run(
            Script script, HistoryMark mark, Optional<Answer> answer, Runnable safePoint, IntConsumer progress)
            throws SQLException {
        long started = System.nanoTime();
        Connection work = held.work();
        Optional<OpenScript> open = journal.open(work);
        if (open.isPresent()
                && (open.get().direction() != script.direction() || open.get().version() != script.version())) {
            throw Failures.otherOpen(open.get(), script);
        }
        if (open.isEmpty() && answer.isPresent()) {
            throw nothingToResolve();
        }
        ParsedScript parsed = ParsedScript.of(script);
        parsed = parsed.knowing(SystemVariables.known(work, parsed.names().system()));
        SessionState before = SessionState.read(work, parsed.names());
        Resume resume = open.isPresent()
                ? Resume.find(work, journal.rows(work, open.get().id()), parsed, answer)
                : Resume.AT_THE_BEGINNING;
        long id = open.isPresent() ? open.get().id() : begin(script, mark);
        ScriptJournal rows = new ScriptJournal(held, journal, id, parsed, SessionState.read(work, parsed.names()));
        if (!resume.repeated().isEmpty()) {
            rows.forget(resume.repeated());
        }
        Execution execution = new Execution(held, parsed, rows, resume.skipped());
        int executed = 0;
        int next = resume.done() + 1;
        while (next <= parsed.size()) {
            safePoint.run();
            int last = execution.step(next);
            executed += resume.skipped().contains(next) ? 0 : last - next + 1;
            next = last + 1;
            progress.accept(last);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        execution.finish(transaction -> {
            mark.done(transaction, script, took);
            journal.end(transaction, id);
        });
        leaveSession(parsed, before);
        return new ScriptOutcome(resume.first(), executed, took);
    }

    /**
     * Takes back that a script was begun, if nothing of it is done.
     *
     * @return false when something of it may be done, and nothing was changed
     */
    public boolean abandon(OpenScript open, Script script, HistoryMark mark) throws SQLException {
        if (open.done() > 0
                || journal.rows(held.work(), open.id()).stream().anyMatch(row -> row.state() == State.INTENT)) {
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
        before.restore(work);
        Sessions.execute(work, "UNLOCK TABLES");
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
