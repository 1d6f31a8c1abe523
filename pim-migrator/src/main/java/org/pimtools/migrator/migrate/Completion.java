package org.pimtools.migrator.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.output.Output;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.report.RunReport;
import org.pimtools.migrator.sql.SqlFiles;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.redis.Preflight;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisStep;

/** Brings a frozen migration to its end: changes, SQL files, result. The same at first and whenever it goes on. */
public final class Completion {
    private final StateDirectory state;
    private final RedisSettings redis;
    private final String tool;
    private final Output output;
    private final RunMonitor watch;
    private final Instant started;

    /**
     * Prepares the end of a run.
     *
     * @param tool name and version of this tool, for the result
     * @param started when the run began
     */
    public Completion(
            StateDirectory state, RedisSettings redis, String tool, Instant started, Output output, RunMonitor watch) {
        this.started = started;
        this.state = state;
        this.redis = redis;
        this.tool = tool;
        this.output = output;
        this.watch = watch;
    }

    /**
     * Looks at the migration that came to its end here, and writes its result and SQL files again.
     *
     * @throws org.pimtools.common.error.ToolException when there is none, or Redis cannot be looked at
     */
    public Ending renderAgain() throws IOException {
        StateDirectory.Lock lock = state.lock();
        try {
            StateDirectory.RunFiles migration = state.finishedMigration();
            WorkFile work = WorkFile.open(migration.work());
            PlanSection section = PlanSection.read(migration.section());
            try (RedisConnection connection = Waiting.on(() -> RedisConnection.open(redis), watch::checkpoint)) {
                ChangeStates standings = new WorkExecution(
                                work, Pass.forward(new RedisStep(connection, section.machines())), watch)
                        .look();
                return conclude(
                        migration,
                        state.newRun(Instant.now()),
                        section,
                        work,
                        standings,
                        Optional.empty(),
                        report -> {});
            }
        } finally {
            lock.close();
        }
    }

    /** Goes on with a migration; asks no provider. */
    Ending resume(StateDirectory.RunFiles migration, StateDirectory.RunFiles files) throws IOException {
        PlanSection section = PlanSection.read(migration.section());
        try (RedisConnection connection = Waiting.on(() -> RedisConnection.open(redis), watch::checkpoint)) {
            Preflight.enter(connection, section.start().datacenter());
            return complete(migration, files, connection, section, report -> {});
        }
    }

    /**
     * @param migration the run that froze the work
     * @param inventories tells the report what was asked of the endpoints
     */
    Ending complete(
            StateDirectory.RunFiles migration,
            StateDirectory.RunFiles files,
            RedisConnection connection,
            PlanSection section,
            Consumer<RunReport> inventories)
            throws IOException {
        WorkFile work = WorkFile.open(migration.work());
        ChangeStates standings;
        try (Journal journal = Journal.open(migration.journal());
                RedisConnection beside = connection.beside()) {
            RedisStep step = new RedisStep(connection, beside, section.machines());
            standings = new WorkExecution(work, Pass.forward(step), watch).carry(files.run(), journal);
        }
        Optional<Finished> before =
                RolledBack.of(state).isPresent() ? Optional.empty() : Finished.read(state.finished());
        return conclude(migration, files, section, work, standings, before, inventories);
    }

    private Ending conclude(
            StateDirectory.RunFiles migration,
            StateDirectory.RunFiles files,
            PlanSection section,
            WorkFile work,
            ChangeStates standings,
            Optional<Finished> before,
            Consumer<RunReport> inventories)
            throws IOException {
        Subscriptions subscriptions = Subscriptions.of(work, standings);
        ResultLine.Start begun = Resolved.read(migration.resolved(), line -> {});
        ResultLine.Start start = new ResultLine.Start(
                begun.datacenter(),
                begun.datacenterName(),
                begun.planId(),
                begun.planCreated(),
                files.run(),
                started,
                ResultLine.Kind.MIGRATION,
                tool);
        try (RunReport report = new RunReport(start, files.result(), files.report())) {
            inventories.accept(report);
            long[] already = {0};
            Set<Long> open = new HashSet<>(subscriptions.leftOut());
            Resolved.read(migration.resolved(), line -> {
                if (line instanceof ResultLine.VmResult vm) {
                    Subscription subscription = subscriptions.of(vm.idVm());
                    report.vm(new ResultLine.VmResult(vm.idVm(), vm.outcome(), vm.providerId(), subscription));
                    if (vm.outcome() == ResultLine.Outcome.ALREADY_MIGRATED && subscriptions.isInSql(vm.idVm())) {
                        already[0]++;
                    }
                } else if (line instanceof ResultLine.Found found) {
                    report.finding(found.finding());
                } else if (line instanceof ResultLine.Decided decided) {
                    report.decided(decided);
                    if (subscriptions.isAccepted(decided)) {
                        open.remove(decided.idVm());
                    }
                }
            });
            subscriptions.findings().forEach(report::finding);
            Finished finished = sql(migration, files, start, work, subscriptions, already[0], report, before);
            ExitCode exit = open.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
            report.finish(exit);
            report.page(files.page(), new Places(section.endpoints(), section.machines(), section.vms()));
            finished.write(state.finished());
            Map<String, Path> left = new LinkedHashMap<>();
            left.put("result", files.result());
            left.put("report", files.report());
            left.put("page", files.page());
            left.put("update", Path.of(finished.update()));
            left.put("rollback", Path.of(finished.rollback()));
            left.put("journal", migration.journal());
            return new Ending(exit, report.lines(), report.counts(), left, Optional.empty());
        }
    }

    private Finished sql(
            StateDirectory.RunFiles migration,
            StateDirectory.RunFiles files,
            ResultLine.Start start,
            WorkFile work,
            Subscriptions subscriptions,
            long already,
            RunReport report,
            Optional<Finished> before) {
        Optional<Finished> last = before.filter(finished -> finished.migration().equals(migration.run())
                && finished.leftOut().equals(new TreeSet<>(subscriptions.leftOut()))
                && Files.exists(Path.of(finished.update()))
                && Files.exists(Path.of(finished.rollback())));
        if (last.isPresent()) {
            output.line("the SQL files of run " + last.get().run() + " are still right");
            return last.get();
        }
        SqlManifest manifest = UpdateManifest.of(
                start, files.run(), work, subscriptions.leftOut().size(), already, report.counts());
        Supplier<Stream<Change.SetRow>> rows = () -> work.setRows().filter(row -> subscriptions.isInSql(row.idVm()));
        Path update = SqlFiles.write(files.directory(), manifest, rows);
        Path rollback = SqlFiles.write(
                files.directory(),
                manifest.towards(SqlDirection.ROLLBACK),
                () -> RollbackRows.of(rows, earlierThan(work)));
        return Finished.of(migration.run(), files.run(), update, rollback, subscriptions.leftOut());
    }

    private List<WorkFile> earlierThan(WorkFile work) {
        return state.works().stream()
                .filter(other -> !other.header().run().equals(work.header().run()))
                .toList();
    }
}
