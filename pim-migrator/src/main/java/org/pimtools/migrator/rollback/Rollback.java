package org.pimtools.migrator.rollback;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.FollowingSteps;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.host.PlatformProcess;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.migrate.EntityTally;
import org.pimtools.migrator.migrate.RunContext;
import org.pimtools.migrator.migrate.RunHeader;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.report.RunReport;
import org.pimtools.migrator.resolve.BackupJobs;
import org.pimtools.migrator.rollback.RollbackRequest.Part;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;

/**
 * One rollback of a datacenter, dry or real: gives the subscriptions back the names that they had before all migrations, and writes what
 * takes the provider IDs out of the database. A real one can be ended anywhere and run again.
 */
public final class Rollback {
    private final RollbackRequest request;
    private final StateDirectory state;
    private final Output output;
    private final RunMonitor monitor;
    private final Instant started = Instant.now();
    private List<ResultLine.Target> targets = List.of();

    public Rollback(RollbackRequest request, StateDirectory state, Output output, RunMonitor monitor) {
        this.request = request;
        this.state = state;
        this.output = output;
        this.monitor = monitor;
    }

    /** @throws ToolException when nothing was migrated here, a VM is not known, or it is not safe now; nothing was changed then */
    public Ending run() throws IOException {
        if (changesGating()) {
            new PlatformProcess(request.platform()).requireStopped();
        }
        StateDirectory.Lock lock = state.lock();
        try {
            List<Migrated> migrations = Migrated.all(state);
            ChosenVms vms = ChosenVms.of(request.vms(), migrations);
            StateDirectory.RunFiles files = state.newRun(started);
            StepContext context = context(migrations, files);
            if (gating().isEmpty()) {
                return conclude(new Rolled(migrations, vms, files, Optional.empty()), context);
            }
            try (OpenSteps gating = OpenSteps.of(gating(), context)) {
                targets = new RunHeader(state, newest(migrations), request.steps(), output, monitor).show(gating);
                return request.real()
                        ? execute(migrations, vms, files, gating, context)
                        : look(migrations, vms, files, gating, context);
            }
        } finally {
            lock.close();
        }
    }

    private static PlanSection newest(List<Migrated> migrations) {
        return PlanSection.read(migrations.get(0).files().section());
    }

    private List<StepFactory<?, ?>> gating() {
        return request.steps().gating().stream().filter(request.steps()::mayAct).toList();
    }

    private boolean changesGating() {
        return request.real() && !gating().isEmpty();
    }

    /** The machines of all migrations, as the newest one has each. */
    private StepContext context(List<Migrated> migrations, StateDirectory.RunFiles files) {
        Map<Long, PlanLine.Machine> machines = new HashMap<>();
        migrations.forEach(migration -> migration.machines().forEach(machines::putIfAbsent));
        return RunContext.of(newest(migrations), machines, files, request.identity(), monitor);
    }

    /**
     * What came of the steps that gate the rows.
     *
     * @param gated empty when none of them is part of this rollback
     */
    private record Rolled(
            List<Migrated> migrations, ChosenVms vms, StateDirectory.RunFiles files, Optional<Gated> gated) {
        Migrated newest() {
            return migrations.get(0);
        }

        /**
         * Whether the VM's rows belong into the rollback file: what its target keeps, the database keeps too. What was rolled back
         * before belongs there as well, so that the newest file is complete.
         */
        boolean isBack(long idVm) {
            if (!vms.has(idVm)) {
                return gated.isPresent() && gated.get().others().get(idVm) == State.ROLLED_BACK;
            }
            if (gated.isEmpty()) {
                return true;
            }
            ChangeState state = gated.get().states().get(idVm);
            return state != null && !isLeft(state);
        }
    }

    /**
     * What was seen of the VMs in the steps that gate the rows.
     *
     * @param states of the chosen VMs
     * @param others of the other VMs, when only some were chosen
     * @param findings about a target as a whole
     */
    private record Gated(Map<Long, ChangeState> states, Map<Long, State> others, List<Finding> findings) {
        void add(StepRollback.Target target) {
            ChangeState before = states.get(target.idVm());
            if (before == null || isLeft(target.state())) {
                states.put(target.idVm(), target.state());
            }
        }
    }

    private static boolean isLeft(ChangeState state) {
        return switch (state.state()) {
            case DONE, ABSENT, PENDING, ROLLED_BACK -> false;
            case REFUSED, FAILED, BY_HAND, UNKNOWN -> true;
        };
    }

    private Ending look(
            List<Migrated> migrations,
            ChosenVms vms,
            StateDirectory.RunFiles files,
            OpenSteps gating,
            StepContext context)
            throws IOException {
        Gated gated = new Gated(new HashMap<>(), Map.of(), new ArrayList<>());
        for (OpenStep<?, ?> step : gating.all()) {
            step.step().refusals().forEach(refusal -> gated.findings().add(refusal.finding(step.info())));
            look(rollback(migrations, vms, step), gated, vms);
        }
        return conclude(new Rolled(migrations, vms, files, Optional.of(gated)), context);
    }

    private static void look(StepRollback<?, ?> rollback, Gated gated, ChosenVms vms) {
        rollback.look().values().forEach(gated::add);
        if (vms.isAll()) {
            rollback.newcomers(gated.findings()::add);
        }
    }

    private <C extends Change, U> StepRollback<C, U> rollback(
            List<Migrated> migrations, ChosenVms vms, OpenStep<C, U> step) {
        return new StepRollback<>(migrations, vms, step, monitor);
    }

    private Ending execute(
            List<Migrated> migrations,
            ChosenVms vms,
            StateDirectory.RunFiles files,
            OpenSteps gating,
            StepContext context)
            throws IOException {
        gating.enter();
        Set<Long> before = rolledBackBefore();
        monitor.checkpoint();
        RolledBack mark =
                RolledBack.begun(files.run(), migrations.get(0).files().run(), vms.isAll());
        mark.write(state);
        Gated gated = new Gated(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        for (OpenStep<?, ?> step : gating.all()) {
            StepRollback<?, ?> rollback = rollback(migrations, vms, step);
            rollback.execute(files.run()).values().forEach(gated::add);
            if (vms.isAll()) {
                rollback.newcomers(gated.findings()::add);
            } else {
                addOthers(migrations.get(0), vms, before, step, gated.others());
            }
        }
        Ending ending = conclude(new Rolled(migrations, vms, files, Optional.of(gated)), context);
        long left = gated.states().values().stream().filter(Rollback::isLeft).count();
        mark.ended(gated.states().size() - left, left).write(state);
        return ending;
    }

    /** VMs that an earlier rollback of chosen ones gave back, and no migration took again. */
    private Set<Long> rolledBackBefore() {
        Optional<RolledBack> last = RolledBack.of(state).filter(RolledBack::finished);
        return last.isEmpty()
                ? Set.of()
                : RolledBackVms.of(state.run(last.get().run()).result());
    }

    private <C extends Change, U> void addOthers(
            Migrated newest, ChosenVms vms, Set<Long> before, OpenStep<C, U> step, Map<Long, State> others) {
        ChangeStates seen = new WorkExecution(newest.work(), monitor).look(Pass.forward(step));
        newest.work().changes(step.info().changes(), 1_000, batch -> {
            for (C change : batch) {
                if (!vms.has(change.idVm())) {
                    State now = seen.of(change.no()).state();
                    boolean isBack = now != State.DONE && before.contains(change.idVm());
                    others.put(change.idVm(), isBack ? State.ROLLED_BACK : now);
                }
            }
        });
    }

    /** The steps that gate nothing: what happens to one of their targets is told of its own changes. */
    private boolean follow(Rolled rolled, StepContext context, RunReport report) {
        boolean left = false;
        for (StepFactory<?, ?> factory : request.steps().following()) {
            if (request.steps().mayAct(factory)) {
                left |= follow(factory, rolled, context, report);
            }
        }
        return left;
    }

    private <C extends Change, U> boolean follow(
            StepFactory<C, U> factory, Rolled rolled, StepContext context, RunReport report) {
        boolean nothing = rolled.migrations().stream()
                .allMatch(
                        migration -> migration.work().end().count(factory.info().changes()) == 0);
        if (nothing) {
            return false;
        }
        Map<Long, StepRollback.Target> targets;
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            StepRollback<C, U> rollback = rollback(rolled.migrations(), rolled.vms(), step);
            if (request.real()) {
                step.step().enter();
                targets = rollback.execute(rolled.files().run());
            } else {
                targets = rollback.look();
            }
        } catch (ToolException e) {
            ChangeState unknown = FollowingSteps.unknown(factory, e);
            report.finding(new Finding(unknown.finding(), factory.info().name(), unknown.detail()));
            return true;
        }
        boolean left = false;
        for (StepRollback.Target target : new TreeMap<>(targets).values()) {
            boolean isLeft = isLeft(target.state());
            left |= isLeft;
            report.change(new ResultLine.ChangeResult(
                    factory.info().name(), target.entity(), target.idVm(), told(target.state())));
            if (isLeft) {
                FindingCode code = target.state().finding() == null
                        ? factory.info().codes().notUndone()
                        : target.state().finding();
                report.finding(new Finding(code, target.entity(), target.state().detail()));
            }
        }
        return left;
    }

    private Ending conclude(Rolled rolled, StepContext context) throws IOException {
        WorkFile work = rolled.newest().work();
        StateDirectory.RunFiles files = rolled.files();
        ResultLine.Start start = new ResultLine.Start(
                state.datacenter(),
                work.header().datacenterName(),
                work.header().planId(),
                work.header().planCreated(),
                files.run(),
                started,
                changesGating() ? ResultLine.Kind.ROLLBACK : ResultLine.Kind.ROLLBACK_DRY_RUN,
                request.tool());
        Map<String, Path> left = new LinkedHashMap<>();
        try (RunReport report = new RunReport(start, state.hostKey(false), files.result(), files.report())) {
            targets.forEach(report::target);
            vms(rolled, report);
            findings(rolled).forEach(report::finding);
            Optional<Finished> finished = Optional.empty();
            if (request.real() && request.files().contains(Part.SQL)) {
                RollbackSql sql = new RollbackSql(rolled.migrations(), start, files, state.hostKey(false));
                left.put(
                        "rollback",
                        sql.rollback(
                                vm -> rolled.vms().has(vm) || rolled.isBack(vm),
                                rolled::isBack,
                                rolled.vms().isAll()));
                finished = update(sql, rolled, report);
                finished.ifPresent(now -> left.put("update", Path.of(now.update())));
            }
            boolean open = follow(rolled, context, report);
            ExitCode exit = report.counts().get("findings_error") == 0 && !open ? ExitCode.DONE : ExitCode.PARTIAL;
            report.finish(exit);
            PlanSection section = PlanSection.read(rolled.newest().files().section());
            report.page(files.page(), new Places(section.endpoints(), section.machines(), section.vms()));
            if (finished.isPresent()) {
                finished.get().write(state.finished());
            }
            left.put("result", files.result());
            left.put("report", files.report());
            left.put("page", files.page());
            return new Ending(exit, report.lines(), report.verdict(exit), report.counts(), left, Optional.empty());
        }
    }

    /** All VMs of the newest migration, and those of older ones that were chosen and are not among them. */
    private void vms(Rolled rolled, RunReport report) {
        Set<Long> told = new HashSet<>();
        Resolved.read(rolled.newest().files().resolved(), line -> {
            if (line instanceof ResultLine.VmResult vm) {
                told.add(vm.idVm());
                report.vm(new ResultLine.VmResult(
                        vm.idVm(), vm.outcome(), vm.providerId(), subscription(rolled, vm.idVm())));
            } else if (line instanceof ResultLine.EntityResult entity
                    && rolled.vms().isAll()) {
                report.entity(entity);
            } else if (line instanceof ResultLine.Decided decided && changesGating()) {
                report.decided(decided);
            }
        });
        for (Migrated older : rolled.migrations().subList(1, rolled.migrations().size())) {
            older.work()
                    .changes(
                            Change.Rekey.class,
                            1_000,
                            batch -> batch.stream()
                                    .filter(rekey -> rolled.vms().has(rekey.idVm()) && told.add(rekey.idVm()))
                                    .forEach(rekey -> report.vm(new ResultLine.VmResult(
                                            rekey.idVm(),
                                            ResultLine.Outcome.ALREADY_MIGRATED,
                                            rekey.providerId(),
                                            subscription(rolled, rekey.idVm())))));
        }
    }

    /** Null for a VM that was not looked at. What a rollback would undo is done still. */
    private State subscription(Rolled rolled, long idVm) {
        if (rolled.gated().isEmpty()) {
            return null;
        }
        ChangeState state = rolled.gated().get().states().get(idVm);
        if (state == null) {
            return rolled.gated().get().others().get(idVm);
        }
        return told(state);
    }

    private State told(ChangeState state) {
        return switch (state.state()) {
            case REFUSED, FAILED, BY_HAND, UNKNOWN -> state.state();
            case DONE, ROLLED_BACK -> State.ROLLED_BACK;
            case PENDING -> State.DONE;
            case ABSENT -> request.real() ? State.ROLLED_BACK : State.ABSENT;
        };
    }

    private List<Finding> findings(Rolled rolled) {
        List<Finding> findings = new ArrayList<>();
        if (rolled.gated().isPresent()) {
            findings.addAll(rolled.gated().get().findings());
            new TreeMap<>(rolled.gated().get().states()).forEach((vm, state) -> {
                if (isLeft(state)) {
                    FindingCode code = state.finding() == null ? FindingCode.NOT_ROLLED_BACK : state.finding();
                    findings.add(new Finding(code, "vm:" + vm, state.detail()));
                }
            });
        }
        if (request.files().contains(Part.BACKUP)) {
            findings.addAll(backupJobs(rolled));
        }
        return findings;
    }

    /** By the names that the jobs had at the first migration: later plans may have seen what somebody had renamed. */
    private static List<Finding> backupJobs(Rolled rolled) {
        Map<Long, PlanLine.BackupJob> jobs = new TreeMap<>();
        Map<Long, String> providerIds = new HashMap<>();
        for (Migrated migration : rolled.migrations()) {
            migration.backupJobs().stream()
                    .filter(job -> rolled.isBack(job.idVm()))
                    .forEach(job -> jobs.put(job.id(), job));
            Set<Long> asked = migration.backupJobs().stream()
                    .map(PlanLine.BackupJob::idVm)
                    .collect(Collectors.toSet());
            migration
                    .work()
                    .changes(
                            Change.Rekey.class,
                            1_000,
                            batch -> batch.stream()
                                    .filter(rekey -> asked.contains(rekey.idVm()))
                                    .forEach(rekey -> providerIds.putIfAbsent(rekey.idVm(), rekey.providerId())));
        }
        return BackupJobs.back(jobs.values(), providerIds);
    }

    /** When only some VMs are rolled back, the update file that was written last has too many. */
    private Optional<Finished> update(RollbackSql sql, Rolled rolled, RunReport report) {
        Migrated newest = rolled.newest();
        Optional<Finished> before = Finished.read(state.finished())
                .filter(last -> last.migration().equals(newest.files().run()));
        if (rolled.vms().isAll() || rolled.gated().isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, State> others = rolled.gated().get().others();
        Set<Long> leftOut = new TreeSet<>();
        newest.work()
                .changes(
                        Change.Rekey.class,
                        1_000,
                        batch -> batch.forEach(rekey -> {
                            State subscription = others.get(rekey.idVm());
                            if (subscription != State.DONE && subscription != State.ABSENT) {
                                leftOut.add(rekey.idVm());
                            }
                        }));
        long[] already = {0};
        EntityTally entities = new EntityTally();
        Resolved.read(newest.files().resolved(), line -> {
            entities.add(line);
            if (line instanceof ResultLine.VmResult vm
                    && vm.outcome() == ResultLine.Outcome.ALREADY_MIGRATED
                    && others.containsKey(vm.idVm())
                    && !leftOut.contains(vm.idVm())) {
                already[0]++;
            }
        });
        Path update = sql.update(leftOut, already[0], entities, report.counts());
        return Optional.of(Finished.of(
                newest.files().run(),
                rolled.files().run(),
                update,
                Path.of(before.get().rollback()),
                leftOut));
    }
}
