package org.pimtools.dbmigrate.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Progress;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.jdbc.Connections;
import org.pimtools.dbmigrate.engine.FlywayHistoryMark;
import org.pimtools.dbmigrate.engine.HistoryTable;
import org.pimtools.dbmigrate.engine.ScriptFile;
import org.pimtools.dbmigrate.engine.ScriptFolder;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.runner.Answer;
import org.pimtools.dbmigrate.runner.OpenScript;
import org.pimtools.dbmigrate.runner.ScriptOutcome;
import org.pimtools.dbmigrate.runner.ScriptRunner;
import org.pimtools.dbmigrate.runner.Workbench;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a module's database to a version, from whatever state an earlier run left it in. */
public final class ModuleRun {
    private final Runnable safePoint;

    /** @param safePoint called between statements; may throw a {@link ToolException} to end the run there */
    public ModuleRun(Runnable safePoint) {
        this.safePoint = Objects.requireNonNull(safePoint);
    }

    /**
     * Does what is asked.
     *
     * @throws ToolException when a signal asked the run to end; every other failure is a result
     */
    public ModuleResult execute(Module module, Request request, RunSettings settings, Output output) {
        Course course = new Course(module, settings, output);
        try {
            DataSource source = Connections.dataSource(module.database());
            try (Connection reader = source.getConnection()) {
                if (request instanceof Request.Baseline baseline) {
                    return course.adopt(source, reader, baseline.version());
                }
                return course.follow(source, reader, target(request));
            }
        } catch (ToolException e) {
            if (isStop(e.exitCode())) {
                throw e;
            }
            return course.failed(e);
        } catch (SQLException e) {
            return course.failed(Causes.of(e, module));
        }
    }

    /**
     * Reads where the database is; changes nothing.
     *
     * @throws ToolException when it cannot be read
     */
    public ModuleStatus status(Module module) {
        ScriptFolder folder = ScriptFolder.read(module);
        DatabaseState state = read(module);
        int current =
                state.history().isKept() ? state.current() : state.predecessor().orElse(0);
        return new ModuleStatus(
                current,
                folder.newest(),
                List.copyOf(folder.migrations().tailMap(current + 1).keySet()),
                state.open()
                        .map(open -> new ModuleStatus.Open(
                                open.file(),
                                open.version(),
                                open.direction() == Direction.UNDO,
                                open.done(),
                                open.statements())),
                state.history().isKept()
                        || state.predecessor().isPresent()
                        || !state.history().populated(),
                state.history().faults(folder, state.openVersion()));
    }

    /**
     * Finds what a real run would execute; changes nothing.
     *
     * @throws ToolException when a real run would refuse
     */
    public List<PlannedScript> plan(Module module, Request request) {
        ScriptFolder folder = ScriptFolder.read(module);
        DatabaseState state = read(module);
        if (request instanceof Request.Baseline) {
            return List.of();
        }
        DatabaseState adopted = state.history().isKept() ? state : Adoption.asIf(state);
        Way way = Way.find(folder, adopted, target(request));
        way.inTheWay().filter(OpenScript::touched).ifPresent(open -> {
            throw Causes.inTheWay(open);
        });
        List<PlannedScript> planned = new ArrayList<>();
        for (ScriptFile file : way.scripts()) {
            Script script = file.load();
            int done = adopted.open()
                    .filter(open -> open.version() == file.version() && open.direction() == file.direction())
                    .map(OpenScript::done)
                    .orElse(0);
            List<ScriptStatement> statements = script.statements();
            planned.add(new PlannedScript(
                    script, statements.subList(Math.min(done, statements.size()), statements.size())));
        }
        return planned;
    }

    private static DatabaseState read(Module module) {
        try (Connection connection = Connections.dataSource(module.database()).getConnection()) {
            return DatabaseState.read(connection, module);
        } catch (SQLException e) {
            throw Causes.of(e, module);
        }
    }

    /** Empty for the newest version that the folder has. */
    private static Optional<Integer> target(Request request) {
        return request instanceof Request.To to ? Optional.of(to.version()) : Optional.empty();
    }

    private static boolean isStop(ExitCode code) {
        return code == ExitCode.INTERRUPTED || code == ExitCode.TERMINATED || code == ExitCode.HANGUP;
    }

    /** Asked for late: help and usage errors need no logging. */
    private static Logger logger() {
        return LoggerFactory.getLogger(ModuleRun.class);
    }

    /** One run on one module, and what it has done so far. */
    private final class Course {
        private final Module module;
        private final RunSettings settings;
        private final Output output;
        private final List<ModuleResult.ScriptRun> ran = new ArrayList<>();
        private Optional<Integer> from = Optional.empty();
        private Optional<Integer> reached = Optional.empty();

        Course(Module module, RunSettings settings, Output output) {
            this.module = module;
            this.settings = settings;
            this.output = output;
        }

        ModuleResult follow(DataSource source, Connection reader, Optional<Integer> target) throws SQLException {
            ScriptFolder folder = ScriptFolder.read(module);
            DatabaseState state = DatabaseState.read(reader, module);
            int adoptedAt = -1;
            if (!state.history().isKept()) {
                Way wanted = Way.find(folder, Adoption.asIf(state), target);
                load(wanted);
                if (wanted.scripts().isEmpty() && !state.history().populated()) {
                    return new ModuleResult.NoChanges(0);
                }
                adoptedAt = state.predecessor().orElse(-1);
                makeHistory(source, reader, state);
                state = DatabaseState.read(reader, module);
            }
            Way way = Way.find(folder, state, target);
            at(state);
            if (way.scripts().isEmpty() && way.inTheWay().isEmpty()) {
                return adoptedAt >= 0
                        ? new ModuleResult.Adopted(adoptedAt)
                        : new ModuleResult.NoChanges(state.current());
            }
            load(way);
            try (Workbench bench = Workbench.open(
                    source,
                    module.database().database(),
                    HistoryTable.lock(module.database()),
                    settings.lockTimeout())) {
                return work(bench, folder, reader, target);
            }
        }

        /** Under the lock nobody else moves the database: what was read before it may be old. */
        private ModuleResult work(Workbench bench, ScriptFolder folder, Connection reader, Optional<Integer> target)
                throws SQLException {
            DatabaseState state = DatabaseState.read(reader, module);
            at(state);
            int began = state.current();
            Way way = Way.find(folder, state, target);
            ScriptRunner runner = new ScriptRunner(bench);
            FlywayHistoryMark mark = new FlywayHistoryMark(module.database());
            if (way.inTheWay().isPresent()) {
                giveUp(runner, mark, folder, way.inTheWay().get());
                state = DatabaseState.read(reader, module);
                way = Way.find(folder, state, target);
            }
            Optional<Answer> answer = settings.resolve();
            for (Script script : load(way)) {
                safePoint.run();
                run(runner, mark, script, answer);
                answer = Optional.empty();
            }
            return ran.isEmpty()
                    ? new ModuleResult.NoChanges(began)
                    : new ModuleResult.Changed(began, reached.orElse(began), ran);
        }

        private void run(ScriptRunner runner, FlywayHistoryMark mark, Script script, Optional<Answer> answer)
                throws SQLException {
            logger().info("module {}: {} begins or goes on", module.name(), script.file());
            int[] shown = new int[1];
            ScriptOutcome outcome;
            try (Progress progress = output.progress(
                    module.displayName() + " " + script.file(),
                    script.statements().size())) {
                outcome = runner.run(script, mark, answer, safePoint, done -> {
                    progress.add(done - shown[0]);
                    shown[0] = done;
                });
            }
            logger().info(
                            "module {}: {} is done: {} statements from number {}, {} ms",
                            module.name(),
                            script.file(),
                            outcome.executed(),
                            outcome.resumedAt(),
                            outcome.took().toMillis());
            boolean undo = script.direction() == Direction.UNDO;
            ran.add(new ModuleResult.ScriptRun(
                    script.file(),
                    script.version(),
                    undo,
                    outcome.resumedAt(),
                    outcome.executed(),
                    outcome.took().toMillis()));
            reached = Optional.of(undo ? script.version() - 1 : script.version());
        }

        private void giveUp(ScriptRunner runner, FlywayHistoryMark mark, ScriptFolder folder, OpenScript open)
                throws SQLException {
            ScriptFile file =
                    (open.direction() == Direction.UNDO ? folder.undos() : folder.migrations()).get(open.version());
            if (file == null || !runner.abandon(open, file.load(), mark)) {
                throw Causes.inTheWay(open);
            }
        }

        ModuleResult adopt(DataSource source, Connection reader, int version) throws SQLException {
            DatabaseState state = DatabaseState.read(reader, module);
            if (state.history().isKept()) {
                at(state);
                if (state.history().baseline() == version && state.current() == version) {
                    return new ModuleResult.NoChanges(version);
                }
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the database has a history already, and is at version " + state.current(),
                        "--baseline is for a database without one; --migration " + version + " goes to that version");
            }
            Adoption.adopt(source, reader, module, state, version);
            return new ModuleResult.Adopted(version);
        }

        private void makeHistory(DataSource source, Connection reader, DatabaseState state) throws SQLException {
            if (state.predecessor().isPresent()) {
                Adoption.adopt(
                        source, reader, module, state, state.predecessor().get());
            } else if (!state.history().exists()) {
                Adoption.create(source, reader, module);
            }
        }

        private List<Script> load(Way way) {
            return way.scripts().stream().map(ScriptFile::load).toList();
        }

        private void at(DatabaseState state) {
            if (from.isEmpty()) {
                from = Optional.of(state.current());
            }
            reached = Optional.of(state.current());
        }

        ModuleResult failed(ToolException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new ModuleResult.Failed(
                    e.exitCode(),
                    e.getMessage(),
                    e.hint(),
                    cause.getClass().getSimpleName(),
                    cause instanceof SQLException || e.exitCode() == ExitCode.UNREACHABLE,
                    from,
                    reached,
                    ran,
                    cause);
        }
    }
}
