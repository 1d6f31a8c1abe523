package org.pimtools.dbmigrate.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.dbmigrate.execute.Answer;
import org.pimtools.dbmigrate.execute.OpenScript;
import org.pimtools.dbmigrate.execute.ScriptOutcome;
import org.pimtools.dbmigrate.execute.ScriptRunner;
import org.pimtools.dbmigrate.flyway.FlywayHistoryMark;
import org.pimtools.dbmigrate.flyway.History;
import org.pimtools.dbmigrate.flyway.HistoryTable;
import org.pimtools.dbmigrate.flyway.ScriptFile;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on one module, and what it has done so far. */
final class ModuleMigration {
    private final Module module;
    private final RunSettings settings;
    private final Output output;
    private final Runnable safePoint;
    private final FlywayHistoryMark mark;
    private final List<ModuleResult.ScriptRun> ran = new ArrayList<>();
    private Optional<Version> from = Optional.empty();
    private Optional<Version> reached = Optional.empty();
    /** As it was when the state was read last. */
    private Optional<History> history = Optional.empty();

    ModuleMigration(Module module, RunSettings settings, Output output, Runnable safePoint) {
        this.module = module;
        this.settings = settings;
        this.output = output;
        this.safePoint = safePoint;
        mark = new FlywayHistoryMark(module.database());
    }

    /** Goes to the version; to the newest when there is none. Looks first, so that nothing is locked when there is nothing to do. */
    ModuleResult follow(DataSource source, Optional<Version> target) throws SQLException {
        ScriptFolder folder = ScriptFolder.read(module);
        folder.leftOut()
                .forEach(file -> output.warn(module.displayName() + ": " + file.message() + ": " + file.hint()));
        DatabaseState state = read(source);
        MigrationPath path = path(folder, state, target);
        if (path.isEmpty() && state.predecessor().isEmpty()) {
            settings.resolve().ifPresent(answer -> {
                throw ScriptRunner.nothingToResolve();
            });
            return new ModuleResult.NoChanges(state.current());
        }
        List<Script> scripts = path.load(state.dialect());
        path.warnings(scripts).forEach(warning -> output.warn(module.displayName() + ": " + warning));
        try (LockedDatabase held = open(source)) {
            return work(held, folder, target, path, scripts);
        }
    }

    /** Under the lock nobody else moves the database: what was read before it may be old. */
    private ModuleResult work(
            LockedDatabase held,
            ScriptFolder folder,
            Optional<Version> target,
            MigrationPath before,
            List<Script> loaded)
            throws SQLException {
        DatabaseState state = read(held);
        MigrationPath path = path(folder, state, target);
        List<Script> scripts = path.equals(before) ? loaded : path.load(state.dialect());
        Optional<Version> adoptedAt = state.predecessor();
        if (adoptedAt.isPresent()) {
            adopt(held, adoptedAt.get());
            state = read(held);
        }
        at(state);
        Version began = state.current();
        ScriptRunner runner = new ScriptRunner(held);
        if (path.inTheWay().isPresent()) {
            giveUp(runner, folder, path.inTheWay().get(), state.dialect());
            path = path(folder, read(held), target);
            scripts = path.load(state.dialect());
        }
        run(runner, scripts);
        if (!ran.isEmpty()) {
            return new ModuleResult.Changed(began, reached.orElse(began), ran);
        }
        return adoptedAt.isPresent() ? new ModuleResult.Adopted(adoptedAt.get()) : new ModuleResult.NoChanges(began);
    }

    /** Takes the database as it is for what the migrations up to a version would have made of it. */
    ModuleResult adopt(DataSource source, Request.Baseline baseline) throws SQLException {
        Version version = baseline.version();
        ScriptFolder folder = ScriptFolder.read(module);
        DatabaseState state = read(source);
        if (!Adoption.isNeeded(folder, state, version)) {
            return new ModuleResult.NoChanges(version);
        }
        if (!baseline.evenIfItDiffers()) {
            compare(source, folder, version, state.dialect());
        }
        try (LockedDatabase held = open(source)) {
            if (!Adoption.isNeeded(folder, read(held), version)) {
                return new ModuleResult.NoChanges(version);
            }
            adopt(held, version);
            return new ModuleResult.Adopted(version);
        }
    }

    private void compare(DataSource source, ScriptFolder folder, Version version, Dialect dialect) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Sessions.pin(connection);
            BaselineCheck check =
                    BaselineCheck.read(connection, folder, module.database().database(), dialect);
            check.require(version);
            check.unknown(version).ifPresent(unknown -> output.warn(module.displayName() + ": " + unknown));
        }
    }

    private LockedDatabase open(DataSource source) throws SQLException {
        return LockedDatabase.open(
                source,
                module.database().database(),
                HistoryTable.lock(module.database()),
                settings.lockTimeout(),
                connection -> HistoryTable.create(connection, module.database()));
    }

    private DatabaseState read(DataSource source) throws SQLException {
        return Waiting.on(() -> DatabaseState.read(source, module), safePoint);
    }

    private DatabaseState read(LockedDatabase held) throws SQLException {
        return held.read(connection -> DatabaseState.read(connection, module));
    }

    private void adopt(LockedDatabase held, Version version) throws SQLException {
        held.atomically(transaction -> HistoryTable.baseline(transaction, module.database(), version));
    }

    private MigrationPath path(ScriptFolder folder, DatabaseState state, Optional<Version> target) {
        if (state.history().isKept()) {
            at(state);
        }
        return MigrationPath.find(folder, Adoption.asIf(state), target);
    }

    /** What is done is written even when a later script fails. */
    private void run(ScriptRunner all, List<Script> scripts) throws SQLException {
        try (ScriptRunner runner = all) {
            Optional<Answer> answer = settings.resolve();
            for (Script script : scripts) {
                safePoint.run();
                run(runner, script, answer);
                answer = Optional.empty();
            }
        }
    }

    private void run(ScriptRunner runner, Script script, Optional<Answer> answer) throws SQLException {
        logger().info("module {}: {} begins or resumes", module.name(), script.file());
        int[] shown = new int[1];
        try (Progress progress = output.progress(
                module.displayName() + " " + script.file(), script.statements().size())) {
            runner.runOn(
                    script,
                    mark,
                    answer,
                    new ServerWarnings(module, output, settings),
                    safePoint,
                    done -> {
                        progress.add(done - shown[0]);
                        shown[0] = done;
                    },
                    outcome -> ended(script, outcome));
        }
    }

    private void ended(Script script, ScriptOutcome outcome) {
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
        reached = Optional.of(undo ? history.orElseThrow().below(script.version()) : script.version());
    }

    /** Asked for late: help and usage errors need no logging. */
    private static Logger logger() {
        return LoggerFactory.getLogger(ModuleMigration.class);
    }

    private void giveUp(ScriptRunner runner, ScriptFolder folder, OpenScript open, Dialect dialect)
            throws SQLException {
        ScriptFile file =
                (open.direction() == Direction.UNDO ? folder.undos() : folder.migrations()).get(open.version());
        if (file == null || !runner.abandon(open, file.load(dialect), mark)) {
            throw Causes.inTheWay(open, history.orElseThrow());
        }
    }

    private void at(DatabaseState state) {
        if (from.isEmpty()) {
            from = Optional.of(state.current());
        }
        reached = Optional.of(state.current());
        history = Optional.of(state.history());
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
