package org.pimtools.dbmigrate.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.dbmigrate.flyway.Fault;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.ModuleStatus;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Version;

/** Shows where each module is. */
final class StatusReport {
    private static final int MOST_RANGES = 8;

    private final Output output;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Json> json = new ArrayList<>();
    private int troubled;

    StatusReport(Output output) {
        this.output = output;
    }

    /** @throws ToolException when a module cannot be read, or something stands in its way */
    ExitCode show(List<Module> modules) {
        ModuleRun run = new ModuleRun(() -> {});
        Failures failures = new Failures();
        for (Module module : modules) {
            try {
                ModuleStatus status = run.status(module);
                known(module, status);
                status.leftOut()
                        .forEach(
                                file -> output.warn(module.displayName() + ": " + file.message() + ": " + file.hint()));
                status.faults().forEach(fault -> failures.add(module.displayName(), fault.message(), fault.hint()));
            } catch (ToolException e) {
                unknown(module, e);
                failures.add(module.displayName(), e.getMessage(), e.hint());
            }
        }
        output.table(List.of("MODULE", "CURRENT", "NEWEST", "PENDING", "STATE"), rows);
        output.result("modules", json);
        failures.show(output);
        if (troubled > 0) {
            throw new ToolException(
                    ExitCode.FAILED,
                    troubled + " of " + modules.size() + " modules cannot be updated as they are",
                    failures.isEmpty()
                            ? "run without --status: a script that was begun resumes, or shows what it waits for"
                            : "see each one's cause and hint above");
        }
        return ExitCode.DONE;
    }

    private void known(Module module, ModuleStatus status) {
        String state = state(status);
        if (!status.faults().isEmpty() || status.open().isPresent()) {
            troubled++;
        }
        rows.add(List.of(
                module.displayName(),
                status.adopted() ? String.valueOf(status.current()) : "-",
                String.valueOf(status.newest()),
                status.adopted() ? ranges(status.pending()) : "-",
                state));
        json.add(new Json(
                module.name(),
                module.displayName(),
                status.adopted() ? status.current() : null,
                status.newest(),
                status.pending(),
                state,
                status.open().orElse(null),
                status.faults()));
    }

    private void unknown(Module module, ToolException e) {
        troubled++;
        rows.add(List.of(module.displayName(), "-", "-", "-", "unknown"));
        json.add(new Json(
                module.name(),
                module.displayName(),
                null,
                null,
                List.of(),
                "unknown",
                null,
                List.of(new Fault(String.valueOf(e.getMessage()), e.hint()))));
    }

    private static String state(ModuleStatus status) {
        if (status.open().isPresent()) {
            return status.open().get().progress();
        }
        if (!status.faults().isEmpty()) {
            return Text.counted(status.faults().size(), "fault");
        }
        if (!status.adopted()) {
            return "not adopted";
        }
        return status.pending().isEmpty() ? "current" : "behind";
    }

    /** {@code 3, 5-7}: whole numbers that follow each other as one, and of very many the first and the last. */
    private static String ranges(List<Version> versions) {
        List<String> ranges = new ArrayList<>();
        for (int first = 0; first < versions.size(); ) {
            int last = first;
            while (last + 1 < versions.size() && follows(versions.get(last), versions.get(last + 1))) {
                last++;
            }
            ranges.add(
                    last > first
                            ? versions.get(first) + "-" + versions.get(last)
                            : String.valueOf(versions.get(first)));
            first = last + 1;
        }
        if (ranges.size() > MOST_RANGES) {
            return ranges.get(0) + " … " + ranges.get(ranges.size() - 1) + " (" + versions.size() + ")";
        }
        return ranges.isEmpty() ? "-" : String.join(", ", ranges);
    }

    private static boolean follows(Version one, Version other) {
        return one.number().isPresent()
                && one.number().map(number -> number + 1).equals(other.number());
    }

    /**
     * A module in the JSON result.
     *
     * @param current null when no version is known of it
     * @param newest null when it could not be read
     */
    private record Json(
            String name,
            String displayName,
            Version current,
            Version newest,
            List<Version> pending,
            String state,
            ModuleStatus.Open open,
            List<Fault> faults) {}
}
