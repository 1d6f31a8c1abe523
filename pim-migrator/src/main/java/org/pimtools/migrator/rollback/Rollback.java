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
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.host.PlatformProcess;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.migrate.Refusals;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.report.RunReport;
import org.pimtools.migrator.resolve.BackupJobs;
import org.pimtools.migrator.rollback.RollbackRequest.Part;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.redis.Preflight;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisStep;

/**
 * One rollback of a datacenter, dry or real: gives the subscriptions back the names that they had before all migrations, and writes what
 * takes the provider IDs out of the database. A real one can be ended anywhere and run again.
 */
public final class Rollback {
    private final RollbackRequest request;
    private final StateDirectory state;
    private final Output output;
    private final RunMonitor watch;
    private final Instant started = Instant.now();

    public Rollback(RollbackRequest request, StateDirectory state, Output output, RunMonitor watch) {
        this.request = request;
        this.state = state;
        this.output = output;
        this.watch = watch;
    }

    /** @throws ToolException when nothing was migrated here, a VM is not known, or it is not safe now; nothing was changed then */
    public Ending run() throws IOException {
        if (changesRedis()) {
            Refusals.platformRuns(new PlatformProcess(request.platform()));
        }
        StateDirectory.Lock lock = state.lock();
        try {
            List<Migrated> migrations = Migrated.all(state);
            ChosenVms vms = ChosenVms.of(request.vms(), migrations);
            if (!request.parts().contains(Part.REDIS)) {
                return conclude(new Rolled(migrations, vms, state.newRun(started), Optional.empty()));
            }
            try (RedisConnection connection =
                    Waiting.on(() -> RedisConnection.open(request.redis()), watch::checkpoint)) {
                return request.real() ? carry(migrations, vms, connection) : look(migrations, vms, connection);
            }
        } finally {
            lock.close();
        }
    }

    private boolean changesRedis() {
        return request.real() && request.parts().contains(Part.REDIS);
    }

    /**
     * What came of Redis.
     *
     * @param redis empty when Redis is no part of this rollback
     */
    private record Rolled(
            List<Migrated> migrations, ChosenVms vms, StateDirectory.RunFiles files, Optional<InRedis> redis) {
        Migrated newest() {
            return migrations.get(0);
        }

        /**
         * Whether the VM's rows belong into the rollback file: what Redis keeps, the database keeps too. What was rolled back before
         * belongs there as well, so that the newest file is complete.
         */
        boolean isBack(long idVm) {
            if (!vms.has(idVm)) {
                return redis.isPresent() && redis.get().others().get(idVm) == Subscription.ROLLED_BACK;
            }
            if (redis.isEmpty()) {
                return true;
            }
            ChangeState standing = redis.get().standings().get(idVm);
            return standing != null && !isLeft(standing);
        }
    }

    /**
     * What was seen in Redis.
     *
     * @param standings of the chosen VMs
     * @param others where the subscriptions of the other VMs stand, when only some were chosen
     * @param findings about Redis as a whole
     */
    private record InRedis(Map<Long, ChangeState> standings, Map<Long, Subscription> others, List<Finding> findings) {}

    private static boolean isLeft(ChangeState standing) {
        return switch (standing.state()) {
            case DONE, ABSENT, PENDING, ROLLED_BACK -> false;
            case REFUSED, FAILED -> true;
        };
    }

    private Ending look(List<Migrated> migrations, ChosenVms vms, RedisConnection connection) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Preflight.check(connection, state.datacenter()).forEach(refusal -> findings.add(refusal.finding()));
        Map<Long, ChangeState> standings = new RedisRollback(migrations, vms, connection, watch).look();
        if (vms.isAll()) {
            findings.addAll(NewSubscriptions.find(migrations, connection));
        }
        return conclude(new Rolled(
                migrations, vms, state.newRun(started), Optional.of(new InRedis(standings, Map.of(), findings))));
    }

    private Ending carry(List<Migrated> migrations, ChosenVms vms, RedisConnection connection) throws IOException {
        Preflight.enter(connection, state.datacenter());
        Set<Long> before = rolledBackBefore();
        watch.checkpoint();
        StateDirectory.RunFiles files = state.newRun(started);
        RolledBack mark =
                RolledBack.begun(files.run(), migrations.get(0).files().run(), vms.isAll());
        mark.write(state);
        Map<Long, ChangeState> standings = new RedisRollback(migrations, vms, connection, watch).carry(files.run());
        InRedis redis = vms.isAll()
                ? new InRedis(standings, Map.of(), NewSubscriptions.find(migrations, connection))
                : new InRedis(standings, others(migrations.get(0), vms, before, connection), List.of());
        Ending ending = conclude(new Rolled(migrations, vms, files, Optional.of(redis)));
        long left = standings.values().stream().filter(Rollback::isLeft).count();
        mark.ended(standings.size() - left, left).write(state);
        return ending;
    }

    /** VMs that an earlier rollback of chosen ones gave back, and no migration took again. */
    private Set<Long> rolledBackBefore() {
        Optional<RolledBack> last = RolledBack.of(state).filter(RolledBack::finished);
        return last.isEmpty()
                ? Set.of()
                : RolledBackVms.of(state.run(last.get().run()).result());
    }

    private Map<Long, Subscription> others(
            Migrated newest, ChosenVms vms, Set<Long> before, RedisConnection connection) {
        Map<Long, Subscription> others = new HashMap<>();
        ChangeStates seen = new WorkExecution(
                        newest.work(), Pass.forward(new RedisStep(connection, newest.machines())), watch)
                .look();
        newest.work()
                .rekeys(
                        1_000,
                        batch -> batch.stream()
                                .filter(rekey -> !vms.has(rekey.idVm()))
                                .forEach(rekey -> {
                                    Subscription subscription =
                                            seen.of(rekey.no()).state();
                                    boolean isBack = subscription != Subscription.DONE && before.contains(rekey.idVm());
                                    others.put(rekey.idVm(), isBack ? Subscription.ROLLED_BACK : subscription);
                                }));
        return others;
    }

    private Ending conclude(Rolled rolled) throws IOException {
        WorkFile work = rolled.newest().work();
        StateDirectory.RunFiles files = rolled.files();
        ResultLine.Start start = new ResultLine.Start(
                state.datacenter(),
                work.header().datacenterName(),
                work.header().planId(),
                work.header().planCreated(),
                files.run(),
                started,
                changesRedis() ? ResultLine.Kind.ROLLBACK : ResultLine.Kind.ROLLBACK_DRY_RUN,
                request.tool());
        Map<String, Path> left = new LinkedHashMap<>();
        try (RunReport report = new RunReport(start, files.result(), files.report())) {
            vms(rolled, report);
            findings(rolled).forEach(report::finding);
            Optional<Finished> finished = Optional.empty();
            if (request.real() && request.parts().contains(Part.SQL)) {
                RollbackSql sql = new RollbackSql(rolled.migrations(), start, files);
                left.put("rollback", sql.rollback(vm -> rolled.vms().has(vm) || rolled.isBack(vm), rolled::isBack));
                finished = update(sql, rolled, report);
                finished.ifPresent(now -> left.put("update", Path.of(now.update())));
            }
            ExitCode exit = report.counts().get("findings_error") == 0 ? ExitCode.DONE : ExitCode.PARTIAL;
            report.finish(exit);
            PlanSection section = PlanSection.read(rolled.newest().files().section());
            report.page(files.page(), new Places(section.endpoints(), section.machines(), section.vms()));
            if (finished.isPresent()) {
                finished.get().write(state.finished());
            }
            left.put("result", files.result());
            left.put("report", files.report());
            left.put("page", files.page());
            return new Ending(exit, report.lines(), report.counts(), left, Optional.empty());
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
            } else if (line instanceof ResultLine.Decided decided && changesRedis()) {
                report.decided(decided);
            }
        });
        for (Migrated older : rolled.migrations().subList(1, rolled.migrations().size())) {
            older.work()
                    .rekeys(
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
    private Subscription subscription(Rolled rolled, long idVm) {
        if (rolled.redis().isEmpty()) {
            return null;
        }
        ChangeState standing = rolled.redis().get().standings().get(idVm);
        if (standing == null) {
            return rolled.redis().get().others().get(idVm);
        }
        return switch (standing.state()) {
            case REFUSED, FAILED -> standing.state();
            case DONE, ROLLED_BACK -> Subscription.ROLLED_BACK;
            case PENDING -> Subscription.DONE;
            case ABSENT -> changesRedis() ? Subscription.ROLLED_BACK : Subscription.ABSENT;
        };
    }

    private List<Finding> findings(Rolled rolled) {
        List<Finding> findings = new ArrayList<>();
        if (rolled.redis().isPresent()) {
            findings.addAll(rolled.redis().get().findings());
            new TreeMap<>(rolled.redis().get().standings()).forEach((vm, standing) -> {
                if (isLeft(standing)) {
                    FindingCode code = standing.finding() == null ? FindingCode.NOT_ROLLED_BACK : standing.finding();
                    findings.add(new Finding(code, "vm:" + vm, standing.detail()));
                }
            });
        }
        if (request.parts().contains(Part.BACKUP)) {
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
                    .rekeys(
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
        if (rolled.vms().isAll() || rolled.redis().isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, Subscription> others = rolled.redis().get().others();
        Set<Long> leftOut = new TreeSet<>();
        newest.work()
                .rekeys(
                        1_000,
                        batch -> batch.forEach(rekey -> {
                            Subscription subscription = others.get(rekey.idVm());
                            if (subscription != Subscription.DONE && subscription != Subscription.ABSENT) {
                                leftOut.add(rekey.idVm());
                            }
                        }));
        long[] already = {0};
        Resolved.read(newest.files().resolved(), line -> {
            if (line instanceof ResultLine.VmResult vm
                    && vm.outcome() == ResultLine.Outcome.ALREADY_MIGRATED
                    && others.containsKey(vm.idVm())
                    && !leftOut.contains(vm.idVm())) {
                already[0]++;
            }
        });
        Path update = sql.update(leftOut, already[0], report.counts());
        return Optional.of(Finished.of(
                newest.files().run(),
                rolled.files().run(),
                update,
                Path.of(before.get().rollback()),
                leftOut));
    }
}
