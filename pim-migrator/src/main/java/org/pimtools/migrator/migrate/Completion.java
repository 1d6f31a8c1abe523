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
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.output.Output;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.migrator.execute.FollowingSteps;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
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
import org.pimtools.migrator.step.StepContext;

/** Brings a frozen migration to its end: the steps that gate the rows, SQL files, the other steps, result. A resume is the same. */
public final class Completion {
    private final StateDirectory state;
    private final StepList steps;
    private final Optional<Supplier<Identity>> identity;
    private final String tool;
    private final Output output;
    private final RunMonitor monitor;
    private final Instant started;

    /**
     * Prepares the end of a run.
     *
     * @param identity opens the sealed part, for the steps that log in somewhere
     * @param tool name and version of this tool, for the result
     * @param started when the run began
     */
    public Completion(
            StateDirectory state,
            StepList steps,
            Optional<Supplier<Identity>> identity,
            String tool,
            Instant started,
            Output output,
            RunMonitor monitor) {
        this.state = state;
        this.steps = steps;
        this.identity = identity;
        this.tool = tool;
        this.started = started;
        this.output = output;
        this.monitor = monitor;
    }

    /**
     * What a run works with.
     *
     * @param migration the run that froze the work
     * @param files of this run
     */
    private record Frozen(
            StateDirectory.RunFiles migration, StateDirectory.RunFiles files, PlanSection section, WorkFile work) {}

    /**
     * Looks at the migration that came to its end here, and writes its result and SQL files again.
     *
     * @throws org.pimtools.common.error.ToolException when there is none, or a required target cannot be looked at
     */
    public Ending renderAgain() throws IOException {
        StateDirectory.Lock lock = state.lock();
        try {
            StateDirectory.RunFiles migration = state.finishedMigration();
            Frozen frozen = new Frozen(
                    migration,
                    state.newRun(Instant.now()),
                    PlanSection.read(migration.section()),
                    WorkFile.open(migration.work()));
            StepContext context = context(frozen);
            WorkExecution execution = new WorkExecution(frozen.work(), monitor);
            List<ResultLine.Target> targets;
            try (OpenSteps gating = OpenSteps.of(steps.gating(), context)) {
                targets = header(frozen).show(gating);
                gating.all().forEach(step -> execution.look(Pass.forward(step)));
                requireCoverage(frozen, gating, execution, Coverage.DEFAULT_MINIMUM);
            }
            return conclude(
                    frozen,
                    execution,
                    Optional.empty(),
                    report -> targets.forEach(report::target),
                    () -> new FollowingSteps(steps, frozen.work(), context).look(execution));
        } finally {
            lock.close();
        }
    }

    /**
     * Resumes a migration; reads no inventory.
     *
     * @param minSubscribed how many percent of its VMs the targets must have, 0 to 100, where nobody accepted that they have fewer
     */
    Ending resume(StateDirectory.RunFiles migration, StateDirectory.RunFiles files, int minSubscribed)
            throws IOException {
        PlanSection section = PlanSection.read(migration.section());
        Frozen frozen = new Frozen(migration, files, section, WorkFile.open(migration.work()));
        try (OpenSteps gating = OpenSteps.of(steps.gating(), context(frozen))) {
            List<ResultLine.Target> targets = header(frozen).show(gating);
            gating.enter();
            WorkExecution before = new WorkExecution(frozen.work(), monitor);
            gating.all().forEach(step -> before.look(Pass.forward(step)));
            requireCoverage(frozen, gating, before, minSubscribed);
            return complete(frozen, gating, report -> targets.forEach(report::target));
        }
    }

    private RunHeader header(Frozen frozen) {
        return new RunHeader(state, frozen.section(), steps, output, monitor);
    }

    /** Another target than the one that the work was frozen for would look as if there were nothing to do. */
    private void requireCoverage(Frozen frozen, OpenSteps gating, WorkExecution looked, int percent) {
        boolean[] accepted = {false};
        Resolved.read(
                frozen.migration().resolved(),
                line -> accepted[0] |= line instanceof ResultLine.Decided decided
                        && decided.codes().contains(FindingCode.FEW_SUBSCRIBED));
        for (OpenStep<?, ?> step : gating.all()) {
            Coverage coverage = Coverage.of(frozen.work(), step.info(), looked.states());
            if (!accepted[0] && coverage.isBelow(percent)) {
                throw coverage.refusal(step.info());
            }
        }
    }

    /**
     * Completes a migration that was just frozen.
     *
     * @param gating the steps that gate the rows, entered
     * @param opening adds to the report what was known before the first change: the targets, and what was asked of the endpoints
     */
    Ending complete(StateDirectory.RunFiles files, OpenSteps gating, PlanSection section, Consumer<RunReport> opening)
            throws IOException {
        return complete(new Frozen(files, files, section, WorkFile.open(files.work())), gating, opening);
    }

    private Ending complete(Frozen frozen, OpenSteps gating, Consumer<RunReport> opening) throws IOException {
        WorkExecution execution = new WorkExecution(frozen.work(), monitor);
        try (Journal journal = Journal.open(frozen.migration().journal())) {
            execution.begin(frozen.files().run(), journal);
            for (OpenStep<?, ?> step : gating.all()) {
                if (steps.acting().contains(step.info().name())) {
                    execution.execute(Pass.forward(step), journal);
                } else {
                    execution.look(Pass.forward(step));
                }
            }
            Optional<Finished> before =
                    RolledBack.of(state).isPresent() ? Optional.empty() : Finished.read(state.finished());
            return conclude(
                    frozen,
                    execution,
                    before,
                    opening,
                    () -> new FollowingSteps(steps, frozen.work(), context(frozen)).execute(execution, journal));
        }
    }

    private StepContext context(Frozen frozen) {
        return RunContext.of(frozen.section(), frozen.files(), identity, monitor);
    }

    /**
     * Writes the SQL files, lets the other steps follow, and reports.
     *
     * @param following what comes after the SQL files
     */
    private Ending conclude(
            Frozen frozen,
            WorkExecution execution,
            Optional<Finished> before,
            Consumer<RunReport> opening,
            Runnable following)
            throws IOException {
        StateDirectory.RunFiles files = frozen.files();
        WorkFile work = frozen.work();
        VmStates vms = VmStates.of(
                work,
                execution.states(),
                steps.gating().stream().map(factory -> factory.info()).toList());
        ResultLine.Start begun = Resolved.read(frozen.migration().resolved(), line -> {});
        ResultLine.Start start = new ResultLine.Start(
                begun.datacenter(),
                begun.datacenterName(),
                begun.planId(),
                begun.planCreated(),
                files.run(),
                started,
                ResultLine.Kind.MIGRATION,
                tool);
        try (RunReport report = new RunReport(start, state.hostKey(false), files.result(), files.report())) {
            opening.accept(report);
            long[] already = {0};
            EntityTally entities = new EntityTally();
            Set<Long> open = new HashSet<>(vms.leftOut());
            Resolved.read(frozen.migration().resolved(), line -> {
                entities.add(line);
                if (line instanceof ResultLine.EntityResult entity) {
                    report.entity(entity);
                } else if (line instanceof ResultLine.VmResult vm) {
                    report.vm(new ResultLine.VmResult(vm.idVm(), vm.outcome(), vm.providerId(), vms.of(vm.idVm())));
                    if (vm.outcome() == ResultLine.Outcome.ALREADY_MIGRATED && vms.isInSql(vm.idVm())) {
                        already[0]++;
                    }
                } else if (line instanceof ResultLine.Found found) {
                    report.finding(found.finding());
                } else if (line instanceof ResultLine.Decided decided) {
                    report.decided(decided);
                    if (vms.isAccepted(decided)) {
                        open.remove(decided.idVm());
                    }
                }
            });
            vms.findings().forEach(report::finding);
            Finished finished = sql(frozen, start, vms, already[0], entities, report, before);
            following.run();
            boolean left = new OtherStates(steps, work, execution.states()).report(report::change, report::finding);
            ExitCode exit = open.isEmpty() && !left ? ExitCode.DONE : ExitCode.PARTIAL;
            report.finish(exit);
            PlanSection section = frozen.section();
            report.page(files.page(), new Places(section.endpoints(), section.machines(), section.vms()));
            finished.write(state.finished());
            Map<String, Path> written = new LinkedHashMap<>();
            written.put("result", files.result());
            written.put("report", files.report());
            written.put("page", files.page());
            written.put("update", Path.of(finished.update()));
            written.put("rollback", Path.of(finished.rollback()));
            written.put("journal", frozen.migration().journal());
            return new Ending(exit, report.lines(), report.verdict(exit), report.counts(), written, Optional.empty());
        }
    }

    private Finished sql(
            Frozen frozen,
            ResultLine.Start start,
            VmStates vms,
            long already,
            EntityTally entities,
            RunReport report,
            Optional<Finished> before) {
        StateDirectory.RunFiles migration = frozen.migration();
        StateDirectory.RunFiles files = frozen.files();
        WorkFile work = frozen.work();
        Optional<Finished> last = before.filter(finished -> finished.migration().equals(migration.run())
                && finished.leftOut().equals(new TreeSet<>(vms.leftOut()))
                && Files.exists(Path.of(finished.update()))
                && Files.exists(Path.of(finished.rollback())));
        if (last.isPresent()) {
            output.line("the SQL files of run " + last.get().run() + " are still right");
            return last.get();
        }
        SqlManifest manifest = UpdateManifest.of(
                        start, files.run(), work, vms.leftOut().size(), already, report.counts())
                .with(entities.counts());
        Supplier<Stream<Change.SetRow>> rows =
                () -> work.setRows().filter(row -> row.owner().kind() != EntityKind.VM || vms.isInSql(row.idVm()));
        Path update = SqlFiles.write(files.directory(), manifest, state.hostKey(false), rows);
        Path rollback = SqlFiles.write(
                files.directory(),
                manifest.towards(SqlDirection.ROLLBACK),
                state.hostKey(false),
                () -> RollbackRows.of(rows, earlierThan(work)));
        return Finished.of(migration.run(), files.run(), update, rollback, vms.leftOut());
    }

    private List<WorkFile> earlierThan(WorkFile work) {
        return state.works().stream()
                .filter(other -> !other.header().run().equals(work.header().run()))
                .toList();
    }
}
