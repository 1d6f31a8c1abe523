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
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.jdbc.Connections;
import org.pimtools.dbmigrate.engine.ScriptFolder;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.runner.OpenScript;
import org.pimtools.dbmigrate.runner.ScriptRunner;
import org.pimtools.dbmigrate.runner.Sessions;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;

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
        Course course = new Course(module, settings, output, safePoint);
        try {
            DataSource source = Connections.dataSource(module.database());
            return request instanceof Request.Baseline baseline
                    ? course.adopt(source, baseline.version())
                    : course.follow(source, target(request));
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
        try (Connection connection = Connections.dataSource(module.database()).getConnection()) {
            Sessions.readWhatIsCommitted(connection);
            DatabaseState state = DatabaseState.read(connection, module);
            if (request instanceof Request.Baseline baseline) {
                Adoption.isNeeded(folder, state, baseline.version());
                return List.of();
            }
            DatabaseState adopted = Adoption.asIf(state);
            Way way = Way.find(folder, adopted, target(request));
            way.inTheWay().filter(OpenScript::touched).ifPresent(open -> {
                throw Causes.inTheWay(open);
            });
            List<PlannedScript> planned = new ArrayList<>();
            for (Script script : way.load()) {
                Optional<OpenScript> open = adopted.open()
                        .filter(begun ->
                                begun.version() == script.version() && begun.direction() == script.direction());
                planned.add(new PlannedScript(
                        script,
                        open.isEmpty()
                                ? script.statements()
                                : ScriptRunner.remaining(
                                        connection,
                                        module.database().database(),
                                        open.get(),
                                        script,
                                        Optional.empty())));
            }
            return planned;
        } catch (SQLException e) {
            throw Causes.of(e, module);
        }
    }

    private static DatabaseState read(Module module) {
        try {
            return DatabaseState.read(Connections.dataSource(module.database()), module);
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
}
