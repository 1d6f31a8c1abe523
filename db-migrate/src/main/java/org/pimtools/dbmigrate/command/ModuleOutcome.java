package org.pimtools.dbmigrate.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.dbmigrate.migrate.ModuleResult;
import org.pimtools.dbmigrate.migrate.ModuleResult.ScriptRun;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Version;
import org.pimtools.dbmigrate.table.ResultRow;

/** A module and what came of it, as it is told. */
record ModuleOutcome(Module module, ModuleResult result) {
    private static final Set<ExitCode> STOPS = Set.of(ExitCode.INTERRUPTED, ExitCode.TERMINATED, ExitCode.HANGUP);

    /** @param verbose shows the database's own error */
    ResultRow row(boolean verbose) {
        String name = module.displayName();
        if (result instanceof ModuleResult.NoChanges) {
            return ResultRow.noChanges(name);
        }
        if (result instanceof ModuleResult.Changed changed) {
            return ResultRow.changed(
                    name, changed.from().toString(), changed.to().toString());
        }
        if (result instanceof ModuleResult.Adopted adopted) {
            return ResultRow.adopted(name, adopted.version().toString());
        }
        ModuleResult.Failed failed = (ModuleResult.Failed) result;
        if (isStopped()) {
            return ResultRow.failed(name, failed.message() + "; " + failed.hint());
        }
        return ResultRow.failed(name, failed.database() && !verbose ? ResultRow.UNKNOWN_ERROR : failed.message());
    }

    Optional<ModuleResult.Failed> failure() {
        return result instanceof ModuleResult.Failed failed ? Optional.of(failed) : Optional.empty();
    }

    /** Whether a signal ended the run here. */
    boolean isStopped() {
        return failure().filter(failed -> STOPS.contains(failed.exit())).isPresent();
    }

    /** What failed, with the class of the cause where it came from the database. */
    String cause() {
        ModuleResult.Failed failed = failure().orElseThrow();
        return (failed.database() ? failed.causeClass() + ": " : "") + failed.message();
    }

    /** The same, with the module. */
    String message() {
        return module.displayName() + ": " + cause();
    }

    List<ScriptRun> scripts() {
        if (result instanceof ModuleResult.Changed changed) {
            return changed.scripts();
        }
        return failure().map(ModuleResult.Failed::scripts).orElse(List.of());
    }

    /** One shape for whatever came of it. */
    Json json() {
        Version from = null;
        Version to = null;
        if (result instanceof ModuleResult.NoChanges same) {
            from = same.version();
            to = same.version();
        } else if (result instanceof ModuleResult.Changed changed) {
            from = changed.from();
            to = changed.to();
        } else if (result instanceof ModuleResult.Adopted adopted) {
            to = adopted.version();
        } else if (result instanceof ModuleResult.Failed failed) {
            from = failed.from().orElse(null);
            to = failed.reached().orElse(null);
        }
        return new Json(
                module.name(),
                module.displayName(),
                failure().isEmpty() ? "OK" : "FAIL",
                row(true).result(),
                from,
                to,
                scripts(),
                failure()
                        .map(failed -> new Json.Error(failed.causeClass(), failed.message(), failed.hint()))
                        .orElse(null));
    }

    /**
     * A module in the JSON result.
     *
     * @param from the version before, null when it is not known
     * @param to the version now, null when it is not known
     * @param error null when there is none
     */
    record Json(
            String name,
            String displayName,
            String status,
            String result,
            Version from,
            Version to,
            List<ScriptRun> scripts,
            Error error) {
        record Error(String cause, String message, String hint) {}
    }
}
