package org.pimtools.dbmigrate.runner;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.dbmigrate.runner.Journal.Row;
import org.pimtools.dbmigrate.runner.Journal.State;
import org.pimtools.dbmigrate.script.Script;

/** Runs a script from where the journal says that it is to its end, so that nothing is lost and nothing is done twice. */
public final class ScriptRunner {
    private final Workbench bench;
    private final Journal journal;

    public ScriptRunner(Workbench bench) {
        this.bench = bench;
        journal = new Journal(bench.tables());
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
        Connection work = bench.work();
        ParsedScript parsed = ParsedScript.of(script);
        SessionState before = SessionState.read(work, parsed.names());
        Optional<OpenScript> open = journal.open(work);
        if (open.isPresent()
                && (open.get().direction() != script.direction() || open.get().version() != script.version())) {
            throw Failures.otherOpen(open.get(), script);
        }
        long id = open.isPresent() ? open.get().id() : begin(script, mark);
        Execution execution = new Execution(bench, journal, id, parsed);
        int next = open.isPresent() ? resume(parsed, id, answer, execution) : 1;
        if (open.isEmpty() && answer.isPresent()) {
            throw nothingToResolve();
        }
        int resumedAt = next;
        int executed = 0;
        while (next <= parsed.size()) {
            safePoint.run();
            int last = execution.step(next);
            executed += last - next + 1;
            next = last + 1;
            progress.accept(last);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        execution.finish(() -> {
            mark.done(work, script, took);
            journal.end(work, id);
        });
        leaveSession(parsed, before);
        return new ScriptOutcome(resumedAt, executed, took);
    }

    /**
     * Takes back that a script was begun, if nothing of it is done.
     *
     * @return false when something of it may be done, and nothing was changed
     */
    public boolean abandon(OpenScript open, Script script, HistoryMark mark) throws SQLException {
        if (open.done() > 0
                || journal.rows(bench.work(), open.id()).stream().anyMatch(row -> row.state() == State.INTENT)) {
            return false;
        }
        Execution.atomically(bench, () -> {
            mark.abandoned(bench.work(), script);
            journal.forget(bench.work(), open.id());
        });
        return true;
    }

    private long begin(Script script, HistoryMark mark) throws SQLException {
        long[] id = new long[1];
        Execution.atomically(bench, () -> {
            id[0] = journal.begin(
                    bench.work(), script, "process " + ProcessHandle.current().pid());
            mark.opened(bench.work(), script);
        });
        return id[0];
    }

    /** The number of the statement to go on with. */
    private int resume(ParsedScript parsed, long id, Optional<Answer> answer, Execution execution) throws SQLException {
        Script script = parsed.script();
        List<Row> rows = journal.rows(bench.work(), id);
        int done = Journal.done(rows);
        for (Row row : rows.subList(0, done)) {
            if (row.number() > parsed.size()) {
                throw new ToolException(
                        ExitCode.FAILED,
                        "statement " + row.number() + " of " + script.file()
                                + " is done, and is not in the file any more",
                        "restore statements 1 to " + done
                                + " as they were when they ran; what comes behind may be edited");
            }
            if (!row.chain().equals(parsed.chain().at(row.number()))) {
                throw Failures.edited(script, row.number());
            }
        }
        Optional<SessionState> session = Optional.empty();
        for (Row row : rows.subList(0, done)) {
            if (row.session().isPresent()) {
                session = Optional.of(SessionState.parse(row.session().get()));
            }
        }
        if (session.isPresent()) {
            session.get().restore(bench.work());
        }
        int next = done + 1;
        if (rows.size() > done && rows.get(done).state() == State.INTENT) {
            if (next > parsed.size()) {
                throw Failures.begunAndGone(script, next);
            }
            boolean took = tookEffect(parsed, rows.get(done), answer);
            if (took) {
                execution.markDone(next);
                next++;
            }
        } else if (answer.isPresent()) {
            throw nothingToResolve();
        }
        execution.resumeAt(next, session.map(SessionState::json));
        return next;
    }

    private boolean tookEffect(ParsedScript parsed, Row row, Optional<Answer> answer) throws SQLException {
        Recovery.Verdict verdict = verdict(parsed, row);
        return switch (verdict) {
            case DONE, NOT_DONE -> {
                if (answer.isPresent()) {
                    throw nothingToResolve();
                }
                yield verdict == Recovery.Verdict.DONE;
            }
            case UNKNOWN -> answer.orElseThrow(() -> Failures.unknown(parsed.script(), row.number())) == Answer.DONE;
        };
    }

    /** Of a statement that was edited since, the digests are those of other objects perhaps. */
    private Recovery.Verdict verdict(ParsedScript parsed, Row row) throws SQLException {
        if (!(parsed.kind(row.number()) instanceof StatementKind.Definition definition)
                || row.digests().isEmpty()
                || !row.chain().equals(parsed.chain().at(row.number()))) {
            return Recovery.Verdict.UNKNOWN;
        }
        return Recovery.judge(
                definition.effect(), row.digests().get(), Catalogue.digests(bench.work(), definition.objects()));
    }

    private static ToolException nothingToResolve() {
        return new ToolException(
                ExitCode.USAGE,
                "no statement waits for --resolve",
                "run again without --resolve: it goes on by itself");
    }

    /** The next script of the same run finds the session as this one found it. */
    private void leaveSession(ParsedScript parsed, SessionState before) throws SQLException {
        try (Statement statement = bench.work().createStatement()) {
            statement.execute("UNLOCK TABLES");
            for (StatementKind.SessionThing thing :
                    SessionThings.behind(parsed.kinds()).alive()) {
                statement.execute(
                        thing.what().equals("temporary table")
                                ? "DROP TEMPORARY TABLE IF EXISTS " + Names.quote(bench.database()) + "."
                                        + Names.quote(thing.name())
                                : "DEALLOCATE PREPARE " + Names.quote(thing.name()));
            }
        }
        before.restore(bench.work());
    }
}
