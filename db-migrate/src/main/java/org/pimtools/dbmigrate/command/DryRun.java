package org.pimtools.dbmigrate.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.PlannedScript;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Version;

/** Shows the statements that a run would execute. */
final class DryRun {
    private final Output output;
    private final List<Json> json = new ArrayList<>();

    DryRun(Output output) {
        this.output = output;
    }

    /** @throws ToolException when a run would fail */
    ExitCode show(List<Module> modules, Request request) {
        ModuleRun run = new ModuleRun(() -> {});
        List<ToolException> failures = new ArrayList<>();
        Failures causes = new Failures();
        for (Module module : modules) {
            try {
                ScriptFolder.read(module)
                        .leftOut()
                        .forEach(
                                file -> output.warn(module.displayName() + ": " + file.message() + ": " + file.hint()));
                show(module, run.plan(module, request));
            } catch (ToolException e) {
                output.line(module.displayName() + ": a run would fail");
                json.add(new Json(
                        module.name(),
                        module.displayName(),
                        List.of(),
                        new Json.Error(String.valueOf(e.getMessage()), e.hint())));
                causes.add(module.displayName(), e.getMessage(), e.hint());
                failures.add(new ToolException(
                        e.exitCode(), module.displayName() + ": " + e.getMessage(), e.hint(), e.getCause()));
            }
        }
        output.line("nothing was changed: this was a dry run");
        output.result("modules", json);
        end(failures, causes, modules.size());
        return ExitCode.DONE;
    }

    private void show(Module module, List<PlannedScript> scripts) {
        int statements =
                scripts.stream().mapToInt(script -> script.remaining().size()).sum();
        output.line(
                scripts.isEmpty()
                        ? module.displayName() + ": No changes"
                        : module.displayName() + ": scripts: " + scripts.size() + ", statements: " + statements);
        for (PlannedScript planned : scripts) {
            Script script = planned.script();
            planned.warning().ifPresent(warning -> output.warn(module.displayName() + ": " + warning));
            if (planned.remaining().isEmpty()) {
                output.line("-- " + script.file() + ": no statement is left to run");
            }
            for (ScriptStatement statement : planned.remaining()) {
                output.line("-- " + script.file() + ", line " + statement.line() + ", statement " + statement.number()
                        + " of " + script.statements().size());
                statement.sql().lines().forEach(output::line);
            }
        }
        json.add(new Json(
                module.name(),
                module.displayName(),
                scripts.stream().map(Json.Script::of).toList(),
                null));
    }

    private void end(List<ToolException> failures, Failures causes, int chosen) {
        if (failures.isEmpty()) {
            return;
        }
        ExitCode exit =
                FailureExit.of(failures.stream().map(ToolException::exitCode).toList(), failures.size() < chosen);
        ToolException first = failures.get(0);
        if (chosen == 1) {
            throw new ToolException(exit, first.getMessage(), first.hint(), first.getCause());
        }
        causes.show(output);
        throw new ToolException(
                exit,
                failures.size() + " of " + chosen + " modules would fail",
                "see each one's cause and hint above",
                first.getCause());
    }

    /** A module in the JSON result; a null error when there is none. */
    private record Json(String name, String displayName, List<Script> scripts, Error error) {
        record Error(String message, String hint) {}

        record Statement(int number, int line, String sql) {}

        record Script(String file, Version version, String direction, List<Statement> statements) {
            static Script of(PlannedScript planned) {
                return new Script(
                        planned.script().file(),
                        planned.script().version(),
                        planned.script().direction().name().toLowerCase(java.util.Locale.ROOT),
                        planned.remaining().stream()
                                .map(statement -> new Statement(statement.number(), statement.line(), statement.sql()))
                                .toList());
            }
        }
    }
}
