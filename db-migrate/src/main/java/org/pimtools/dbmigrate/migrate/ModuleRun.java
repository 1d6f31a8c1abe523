package org.pimtools.dbmigrate.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.Connections;
import org.pimtools.common.output.Output;
import org.pimtools.dbmigrate.execute.OpenScript;
import org.pimtools.dbmigrate.execute.ScriptRunner;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * Brings modules' databases to a version, from whatever state an earlier run left them in. An account whose login was refused once is
 * not tried again.
 */
public final class ModuleRun {
    private final Runnable safePoint;
    private final boolean sideBySide;
    private final Logins logins = new Logins();

    /** @param safePoint called between statements; may throw a {@link ToolException} to end the run there */
    public ModuleRun(Runnable safePoint) {
        this(safePoint, false);
    }

    /** @param sideBySide true when several threads use this at once */
    public ModuleRun(Runnable safePoint, boolean sideBySide) {
        this.safePoint = Objects.requireNonNull(safePoint);
        this.sideBySide = sideBySide;
    }

    /** Does what is asked. Every failure is a result, and so is it when the safe point ended the run. */
    public ModuleResult execute(Module module, Request request, RunSettings settings, Output output) {
        ModuleMigration course = new ModuleMigration(module, settings, output, safePoint);
        try {
            safePoint.run();
            logins.requireNotRefused(module);
            DataSource source = Connections.dataSource(module.database());
            if (sideBySide) {
                logins.tryOnce(module, source, safePoint);
            }
            return request instanceof Request.Baseline baseline
                    ? course.adopt(source, baseline)
                    : course.follow(source, target(request));
        } catch (ToolException e) {
            return course.failed(e);
        } catch (SQLException e) {
            return course.failed(failure(e, module));
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
        Version current =
                state.history().isKept() ? state.current() : state.predecessor().orElse(Version.NONE);
        return new ModuleStatus(
                current,
                folder.newest(),
                folder.above(current),
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
                state.history().faults(folder, state.openVersion()),
                folder.leftOut());
    }

    /**
     * Finds what a real run would execute; changes nothing.
     *
     * @throws ToolException when a real run would refuse
     */
    public List<PlannedScript> plan(Module module, Request request) {
        ScriptFolder folder = ScriptFolder.read(module);
        logins.requireNotRefused(module);
        try (Connection connection = Connections.dataSource(module.database()).getConnection()) {
            Sessions.pin(connection);
            DatabaseState state = DatabaseState.read(connection, module);
            if (request instanceof Request.Baseline baseline) {
                Adoption.isNeeded(folder, state, baseline.version());
                return List.of();
            }
            DatabaseState adopted = Adoption.asIf(state);
            MigrationPath path = MigrationPath.find(folder, adopted, target(request));
            path.inTheWay().filter(OpenScript::touched).ifPresent(open -> {
                throw Causes.inTheWay(open, state.history());
            });
            List<PlannedScript> planned = new ArrayList<>();
            List<Script> scripts = path.load(state.dialect());
            for (int i = 0; i < scripts.size(); i++) {
                Script script = scripts.get(i);
                Optional<OpenScript> open = adopted.open()
                        .filter(begun ->
                                begun.version().equals(script.version()) && begun.direction() == script.direction());
                planned.add(new PlannedScript(
                        script,
                        open.isEmpty()
                                ? script.statements()
                                : ScriptRunner.remaining(
                                        connection, module.database().database(), open.get(), script, Optional.empty()),
                        path.scripts().get(i).warning(scripts.get(i))));
            }
            return planned;
        } catch (SQLException e) {
            throw failure(e, module);
        }
    }

    private DatabaseState read(Module module) {
        logins.requireNotRefused(module);
        try {
            return DatabaseState.read(Connections.dataSource(module.database()), module);
        } catch (SQLException e) {
            throw failure(e, module);
        }
    }

    private ToolException failure(SQLException e, Module module) {
        logins.note(e, module);
        return Causes.of(e, module);
    }

    /** Empty for the newest version that the folder has. */
    private static Optional<Version> target(Request request) {
        return request instanceof Request.To to ? Optional.of(to.version()) : Optional.empty();
    }
}
