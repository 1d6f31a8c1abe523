package org.pimtools.migrator.rollback;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.UndoPass;
import org.pimtools.migrator.execute.UndoRecords;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisStep;

/**
 * Undoes what all migrations of a datacenter did to Redis, the newest first. A VM that one of them cannot give back is left alone by
 * the older ones too. Holds a few words per VM.
 */
public final class RedisRollback {
    private static final int BATCH = 1_000;

    private final List<Migrated> migrations;
    private final ChosenVms vms;
    private final RedisConnection connection;
    private final RunMonitor watch;

    /** @param migrations the newest first */
    public RedisRollback(List<Migrated> migrations, ChosenVms vms, RedisConnection connection, RunMonitor watch) {
        this.migrations = migrations;
        this.vms = vms;
        this.connection = connection;
        this.watch = watch;
    }

    /** One pass over one migration. */
    private interface Walk {
        ChangeStates over(Migrated migration, Pass<Change.Rekey> way);
    }

    /**
     * Where each chosen VM stands, by idVm: done is what has nothing of any migration, pending what can be undone. Changes nothing.
     */
    public Map<Long, ChangeState> look() {
        return roll(this::step, (migration, way) -> new WorkExecution(migration.work(), way, watch).look());
    }

    /**
     * Undoes, and looks at everything again, after which what is undone outlives a crash of Redis.
     *
     * @param run the run's name, for the journals
     * @return where each chosen VM stands then, by idVm; none is pending
     */
    Map<Long, ChangeState> carry(String run) {
        Map<Long, ChangeState> standings;
        try (RedisConnection beside = connection.beside()) {
            standings = roll(migration -> new RedisStep(connection, beside, migration.machines()), (migration, way) -> {
                try (Journal journal = Journal.open(migration.files().journal())) {
                    return new WorkExecution(migration.work(), way, watch).carry(run, journal);
                }
            });
        }
        Recorded recorded = recorded();
        standings.replaceAll((vm, standing) -> standing.state() == Subscription.DONE && recorded.isElsewhere(vm)
                ? ChangeState.failed("it does not have the name that it had before its first migration")
                : standing);
        return standings;
    }

    private Map<Long, ChangeState> roll(Function<Migrated, RedisStep> steps, Walk walk) {
        Map<Long, ChangeState> standings = new HashMap<>();
        Set<Long> closed = recorded().back();
        closed.forEach(vm -> standings.put(vm, ChangeState.DONE));
        for (Migrated migration : migrations) {
            UndoPass<Change.Rekey> way = wayBack(migration, steps.apply(migration), closed);
            ChangeStates seen = walk.over(migration, way);
            migration.work().rekeys(BATCH, batch -> {
                for (Change.Rekey rekey : batch) {
                    if (way.covers(rekey)) {
                        ChangeState standing = seen.of(rekey.no());
                        standings.put(rekey.idVm(), standing);
                        if (standing.state() != Subscription.DONE) {
                            closed.add(rekey.idVm());
                        }
                    }
                }
            });
        }
        addNotRecorded(standings);
        return standings;
    }

    /**
     * What the journals know.
     *
     * @param all VMs that were begun to be migrated
     * @param back those of them that are as they were before their first migration
     */
    private record Recorded(Set<Long> all, Set<Long> back) {
        boolean isElsewhere(long vm) {
            return all.contains(vm) && !back.contains(vm);
        }
    }

    private Recorded recorded() {
        Set<Long> all = new HashSet<>();
        Set<Long> back = new HashSet<>();
        for (int i = migrations.size() - 1; i >= 0; i--) {
            Migrated migration = migrations.get(i);
            UndoPass<Change.Rekey> way = wayBack(migration, step(migration), all);
            AtomicLong looked = new AtomicLong();
            migration.work().rekeys(BATCH, batch -> {
                List<Change.Rekey> first = batch.stream().filter(way::covers).toList();
                List<Look> looks = way.look(first);
                for (int at = 0; at < looks.size(); at++) {
                    all.add(first.get(at).idVm());
                    if (looks.get(at) instanceof Look.Done) {
                        back.add(first.get(at).idVm());
                    }
                }
                watch.progress(
                        "comparing with the journal",
                        looked.addAndGet(batch.size()),
                        migration.work().end().rekeys());
                watch.checkpoint();
            });
        }
        return new Recorded(all, back);
    }

    /** What no journal knows can still have its provider ID: then nobody can give it back its old name. */
    private void addNotRecorded(Map<Long, ChangeState> standings) {
        for (Migrated migration : migrations) {
            RedisStep step = step(migration);
            migration.work().rekeys(BATCH, batch -> {
                List<Change.Rekey> unknown = batch.stream()
                        .filter(rekey -> vms.has(rekey.idVm()) && !standings.containsKey(rekey.idVm()))
                        .toList();
                List<Look> looks = step.look(unknown);
                for (int i = 0; i < looks.size(); i++) {
                    standings.put(unknown.get(i).idVm(), notRecorded(unknown.get(i), looks.get(i)));
                }
                watch.checkpoint();
            });
        }
    }

    private static ChangeState notRecorded(Change.Rekey rekey, Look look) {
        boolean hadAnother = rekey.oldNames().stream().anyMatch(name -> !name.equals(rekey.providerId()));
        if (look instanceof Look.Done && hadAnother) {
            return new ChangeState(
                    Subscription.REFUSED, FindingCode.NOT_RECORDED, "it is called " + rekey.providerId());
        }
        return look instanceof Look.Absent ? new ChangeState(Subscription.ABSENT, null, "") : ChangeState.DONE;
    }

    private UndoPass<Change.Rekey> wayBack(Migrated migration, RedisStep step, Set<Long> closed) {
        UndoRecords befores =
                UndoRecords.read(migration.work(), migration.files().journal(), step::joined);
        return new UndoPass<>(step, befores, vm -> vms.has(vm) && !closed.contains(vm));
    }

    private RedisStep step(Migrated migration) {
        return new RedisStep(connection, migration.machines());
    }
}
