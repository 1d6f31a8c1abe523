package org.pimtools.dbmigrate.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.dbmigrate.migrate.ModuleResult;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.migrate.RunSettings;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.table.MigrateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the databases, one module after the other, and tells what came of it. */
final class Update {
    private final Output output;
    private final Optional<Path> log;
    private final boolean verbose;
    private final List<ModuleOutcome> outcomes = new ArrayList<>();

    /** @param log where this run is logged, if it is */
    Update(Output output, Optional<Path> log, boolean verbose) {
        this.output = output;
        this.log = log;
        this.verbose = verbose;
    }

    /** @throws ToolException when a module failed, or a signal ended the run; the table was shown before */
    ExitCode run(List<Module> modules, Request request, RunSettings settings) {
        MigrateTable.running(modules.stream().map(Module::name).toList()).forEach(output::line);
        try (Interrupt interrupt = Interrupt.install()) {
            ModuleRun run = new ModuleRun(interrupt::stopIfRequested);
            for (Module module : modules) {
                logger().info(
                                "module {}: {} at {}",
                                module.name(),
                                task(request),
                                module.database().where());
                ModuleOutcome outcome = new ModuleOutcome(module, run.execute(module, request, settings, output));
                log(outcome);
                outcomes.add(outcome);
                if (outcome.isStopped()) {
                    break;
                }
            }
        }
        show();
        fail(modules.size());
        return ExitCode.DONE;
    }

    private static String task(Request request) {
        if (request instanceof Request.To to) {
            return "to version " + to.version();
        }
        return request instanceof Request.Baseline baseline
                ? "adoption at version " + baseline.version()
                : "to the newest version";
    }

    private void show() {
        MigrateTable.lines(
                        outcomes.stream().map(outcome -> outcome.row(verbose)).toList())
                .forEach(output::line);
        output.result("modules", outcomes.stream().map(ModuleOutcome::json).toList());
        log.ifPresent(file -> output.result("log", file));
    }

    private void fail(int chosen) {
        List<ModuleOutcome> failed = outcomes.stream()
                .filter(outcome -> outcome.failure().isPresent())
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        failed.stream().filter(ModuleOutcome::isStopped).findAny().ifPresent(outcome -> {
            ModuleResult.Failed stop = outcome.failure().get();
            throw new ToolException(stop.exit(), stop.message(), stop.hint());
        });
        String where = log.map(file -> " (log: " + file + ")").orElse(" (--debug shows more)");
        if (chosen == 1) {
            ModuleResult.Failed only = failed.get(0).failure().get();
            throw new ToolException(exit(failed, chosen), failed.get(0).message(), only.hint() + where, only.cause());
        }
        Failures causes = new Failures();
        failed.forEach(outcome -> causes.add(
                outcome.module().displayName(),
                outcome.cause(),
                outcome.failure().get().hint()));
        causes.show(output);
        throw new ToolException(
                exit(failed, chosen),
                failed.size() + " of " + chosen + " modules failed: "
                        + failed.stream()
                                .map(outcome -> outcome.module().displayName())
                                .collect(Collectors.joining(", ")),
                "see each one's cause and hint above" + where,
                failed.get(0).failure().get().cause());
    }

    private static ExitCode exit(List<ModuleOutcome> failed, int chosen) {
        boolean touched = failed.size() < chosen
                || failed.stream().anyMatch(outcome -> !outcome.scripts().isEmpty());
        return FailureExit.of(
                failed.stream().map(outcome -> outcome.failure().get().exit()).toList(), touched);
    }

    private static void log(ModuleOutcome outcome) {
        outcome.failure()
                .ifPresentOrElse(
                        failure -> logger().error(
                                        "module {}: {}; hint: {}",
                                        outcome.module().name(),
                                        failure.message(),
                                        failure.hint(),
                                        failure.cause()),
                        () -> logger().info(
                                        "module {}: {}",
                                        outcome.module().name(),
                                        outcome.row(true).result()));
    }

    /** Asked for late: help and usage errors need no logging. */
    private static Logger logger() {
        return LoggerFactory.getLogger(Update.class);
    }
}
