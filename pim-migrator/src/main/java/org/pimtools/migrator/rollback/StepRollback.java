package org.pimtools.migrator.rollback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.UndoPass;
import org.pimtools.migrator.execute.UndoRecords;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.journal.Journal;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;

/**
 * Undoes what all migrations of a datacenter did through one step, the newest first. What one of them cannot give back is left alone by
 * the older ones too. Holds a few words per change.
 *
 * @param <U> what undo needs
 */
public final class StepRollback<C extends Change, U> {
    private static final int BATCH = 1_000;

    private final List<Migrated> migrations;
    private final ChosenVms vms;
    private final OpenStep<C, U> step;
    private final Class<C> kind;
    private final RunMonitor monitor;

    /** @param migrations the newest first */
    public StepRollback(List<Migrated> migrations, ChosenVms vms, OpenStep<C, U> step, RunMonitor monitor) {
        this.migrations = migrations;
        this.vms = vms;
        this.step = step;
        this.kind = step.info().changes();
        this.monitor = monitor;
    }

    /**
     * What became of one target.
     *
     * @param entity as findings name it
     */
    public record Target(String entity, long idVm, ChangeState state) {
        Target with(ChangeState other) {
            return new Target(entity, idVm, other);
        }
    }

    /** One walk over one migration. */
    private interface Walk<C extends Change, U> {
        ChangeStates over(Migrated migration, UndoPass<C, U> pass);
    }

    /**
     * The state of each target of a chosen VM, by {@link Change#target}: done is what has nothing of any migration, pending what can be
     * undone. Changes nothing.
     */
    public Map<Long, Target> look() {
        return roll((migration, pass) -> new WorkExecution(migration.work(), monitor).look(pass));
    }

    /**
     * Undoes, and looks at everything again, after which what is undone outlives a crash of the target.
     *
     * @param run the run's name, for the journals
     * @return the state of each target of a chosen VM then, by {@link Change#target}; none is pending
     */
    Map<Long, Target> execute(String run) {
        Map<Long, Target> targets = roll((migration, pass) -> {
            try (Journal journal = Journal.open(migration.files().journal())) {
                WorkExecution execution = new WorkExecution(migration.work(), monitor);
                execution.begin(run, journal);
                return execution.execute(pass, journal);
            }
        });
        Recorded recorded = recorded();
        targets.replaceAll((id, target) -> target.state().state() == State.DONE && recorded.isElsewhere(id)
                ? target.with(ChangeState.failed("it does not have the name that it had before its first migration"))
                : target);
        return targets;
    }

    /** What came to the target since the migrations, and stays there. */
    void newcomers(Consumer<Finding> findings) {
        List<U> made = new ArrayList<>();
        for (Migrated migration : migrations) {
            UndoRecords<U> records = records(migration);
            migration
                    .work()
                    .changes(
                            kind,
                            BATCH,
                            batch -> batch.forEach(change -> {
                                if (records.has(change.no()) && records.of(change.no()) != null) {
                                    made.add(records.of(change.no()));
                                }
                            }));
        }
        if (!made.isEmpty()) {
            step.step().newcomers(made, plannedNames(), findings);
        }
    }

    private Predicate<String> plannedNames() {
        Set<String> known = new HashSet<>();
        for (Migrated migration : migrations) {
            PlanSection.read(migration.files().section()).vms().forEach(vm -> known.addAll(vm.names()));
            migration
                    .work()
                    .changes(
                            Change.Rekey.class,
                            BATCH,
                            batch -> batch.forEach(rekey -> {
                                known.addAll(rekey.oldNames());
                                known.add(rekey.providerId());
                            }));
        }
        return known::contains;
    }

    private Map<Long, Target> roll(Walk<C, U> walk) {
        Map<Long, Target> targets = new HashMap<>();
        Recorded recorded = recorded();
        Set<Long> closed = new HashSet<>(recorded.back().keySet());
        recorded.back()
                .forEach((id, change) -> targets.put(id, new Target(change.entity(), change.idVm(), ChangeState.DONE)));
        for (Migrated migration : migrations) {
            UndoPass<C, U> pass = undoPass(migration, closed);
            ChangeStates seen = walk.over(migration, pass);
            migration.work().changes(kind, BATCH, batch -> {
                for (C change : batch) {
                    if (pass.covers(change)) {
                        ChangeState state = seen.of(change.no());
                        targets.put(change.target(), new Target(change.entity(), change.idVm(), state));
                        if (state.state() != State.DONE) {
                            closed.add(change.target());
                        }
                    }
                }
            });
        }
        addNotRecorded(targets);
        return targets;
    }

    /** A change without what only its step has to know. */
    private record Known(String entity, long idVm) {}

    /**
     * What the journals know.
     *
     * @param all targets that were begun to be changed
     * @param back those of them that are as they were before their first migration
     */
    private record Recorded(Set<Long> all, Map<Long, Known> back) {
        boolean isElsewhere(long target) {
            return all.contains(target) && !back.containsKey(target);
        }
    }

    private Recorded recorded() {
        Set<Long> all = new HashSet<>();
        Map<Long, Known> back = new HashMap<>();
        for (int i = migrations.size() - 1; i >= 0; i--) {
            Migrated migration = migrations.get(i);
            UndoPass<C, U> pass = undoPass(migration, all);
            AtomicLong looked = new AtomicLong();
            migration.work().changes(kind, step.info().batchSize(), batch -> {
                List<C> first = batch.stream().filter(pass::covers).toList();
                List<Look<U>> looks = pass.look(first);
                for (int at = 0; at < looks.size(); at++) {
                    C change = first.get(at);
                    all.add(change.target());
                    if (looks.get(at).state().state() == State.DONE) {
                        back.put(change.target(), new Known(change.entity(), change.idVm()));
                    }
                }
                monitor.progress(
                        "comparing with the journal",
                        looked.addAndGet(batch.size()),
                        migration.work().end().count(kind));
                monitor.checkpoint();
            });
        }
        return new Recorded(all, back);
    }

    /** What no journal knows can still have its new name: then nobody can give it back its old one. */
    private void addNotRecorded(Map<Long, Target> targets) {
        for (Migrated migration : migrations) {
            migration.work().changes(kind, step.info().batchSize(), batch -> {
                List<C> unknown = batch.stream()
                        .filter(change -> vms.has(change.idVm()) && !targets.containsKey(change.target()))
                        .toList();
                List<Look<U>> looks =
                        unknown.isEmpty() ? List.of() : step.step().look(unknown);
                for (int i = 0; i < looks.size(); i++) {
                    C change = unknown.get(i);
                    targets.put(
                            change.target(),
                            new Target(change.entity(), change.idVm(), notRecorded(change, looks.get(i))));
                }
                monitor.checkpoint();
            });
        }
    }

    private ChangeState notRecorded(C change, Look<U> look) {
        return switch (look.state().state()) {
            case DONE ->
                change.renames()
                        ? new ChangeState(State.REFUSED, FindingCode.NOT_RECORDED, "it is called " + change.newName())
                        : ChangeState.DONE;
            case ABSENT -> new ChangeState(State.ABSENT, null, "");
            case UNKNOWN -> look.state();
            case PENDING, REFUSED, FAILED, BY_HAND, ROLLED_BACK -> ChangeState.DONE;
        };
    }

    private UndoPass<C, U> undoPass(Migrated migration, Set<Long> closed) {
        return new UndoPass<>(
                step, records(migration), change -> vms.has(change.idVm()) && !closed.contains(change.target()));
    }

    private UndoRecords<U> records(Migrated migration) {
        return UndoRecords.read(
                migration.work(), migration.files().journal(), step.info().name(), step.undoCodec());
    }
}
