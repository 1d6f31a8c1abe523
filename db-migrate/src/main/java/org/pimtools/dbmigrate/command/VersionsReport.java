package org.pimtools.dbmigrate.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.ModuleStatus;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.dbmigrate.table.VersionTable;

/** Shows the current version of each module, and nothing else, in a shape that is kept and compared. */
final class VersionsReport {
    private final Output output;

    VersionsReport(Output output) {
        this.output = output;
    }

    /** @throws ToolException when a module's version cannot be read; the table is shown all the same */
    ExitCode show(List<Module> modules) {
        ModuleRun run = new ModuleRun(() -> {});
        Failures failures = new Failures();
        List<VersionTable.Row> rows = new ArrayList<>();
        List<Json> json = new ArrayList<>();
        int unknown = 0;
        for (Module module : modules) {
            String shown;
            Version version = null;
            try {
                ModuleStatus status = run.status(module);
                version = status.adopted() ? status.current() : null;
                shown = status.adopted() ? String.valueOf(version) : "-";
                status.open().ifPresent(open -> output.warn(module.displayName() + ": " + open.progress()));
            } catch (ToolException e) {
                unknown++;
                shown = "unknown";
                failures.add(module.displayName(), e.getMessage(), e.hint());
            }
            rows.add(new VersionTable.Row(module.displayName(), shown));
            json.add(new Json(module.name(), module.displayName(), version));
        }
        VersionTable.lines(rows).forEach(output::line);
        output.result("modules", json);
        failures.show(output);
        if (unknown > 0) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "the version of " + unknown + " of " + modules.size() + " modules cannot be read",
                    "see each one's cause and hint above");
        }
        return ExitCode.DONE;
    }

    /**
     * A module in the JSON result.
     *
     * @param current null when no version is known of it
     */
    private record Json(String name, String displayName, Version current) {}
}
