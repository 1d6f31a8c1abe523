package org.pimtools.dbmigrate.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.dbmigrate.migrate.Lanes;
import org.pimtools.dbmigrate.migrate.ModuleResult;
import org.pimtools.dbmigrate.migrate.ModuleRun;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.migrate.RunSettings;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.table.MigrateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the databases, one module after the other or several side by side, and shows what came of it in the same order. */
final class Update {
    private final Output output;
    private final Optional<Path> log;
    private final boolean verbose;
    private final int parallel;
    private final List<ModuleOutcome> outcomes = new ArrayList<>();

    /**
     * @param log where this run is logged, if it is
     * @param parallel how many modules run side by side; 1 or more
     */
    Update(Output output, Optional<Path> log, boolean verbose, int parallel) {
        this.parallel = parallel;
        this.output = output;
        this.log = log;
        this.verbose = verbose;
    }

    /** @throws ToolException when a module failed, or a signal ended the run; the table was shown before */
    ExitCode run(List<Module> modules, Request request, RunSettings settings) {
        MigrateTable.running(modules.stream().map(Module::name).toList()).forEach(output::line);
        try (Interrupt interrupt = Interrupt.install()) {
            ModuleRun run = new ModuleRun(interrupt::stopIfRequested, parallel > 1);
            Map<Module, ModuleOutcome> found =
                    parallel == 1 ? lane(run, modules, request, settings) : sideBySide(run, modules, request, settings);
            modules.stream().map(found::get).filter(Objects::nonNull).forEach(outcomes::add);
        }
        show();
        fail(modules.size());
        return ExitCode.DONE;
    }

    /** Modules one after the other, until a signal stops the run. */
    private Map<Module, ModuleOutcome> lane(
            ModuleRun run, List<Module> modules, Request request, RunSettings settings) {
        Map<Module, ModuleOutcome> found = new IdentityHashMap<>();
        for (Module module : modules) {
            logger().info(
                            "module {}: {} at {}",
                            module.name(),
                            task(request),
                            module.database().where());
            ModuleOutcome outcome = new ModuleOutcome(module, run.execute(module, request, settings, output));
            log(outcome);
            found.put(module, outcome);
            if (outcome.isStopped()) {
                break;
            }
        }
        return found;
    }

    private Map<Module, ModuleOutcome> sideBySide(
            ModuleRun run, List<Module> modules, Request request, RunSettings settings) {
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<Map<Module, ModuleOutcome>>> lanes = Lanes.of(modules).stream()
                    .map(lane -> workers.submit(() -> lane(run, lane, request, settings)))
                    .toList();
            Map<Module, ModuleOutcome> found = new IdentityHashMap<>();
            for (Future<Map<Module, ModuleOutcome>> lane : lanes) {
                found.putAll(result(lane));
            }
            return found;
        } finally {
            workers.shutdown();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(ExitCode.INTERRUPTED, "interrupted while modules were running", "run again");
        }
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
