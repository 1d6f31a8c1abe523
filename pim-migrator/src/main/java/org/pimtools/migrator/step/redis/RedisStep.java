package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.TargetInfo;
import org.pimtools.migrator.step.TaskLog;

/**
 * Re-keys subscriptions from a VM's old name to its provider ID. A layout that is not known ends the run with
 * {@link ExitCode#UNSAFE}; so does a server that comes back from a restart with another one.
 */
final class RedisStep implements Step<Change.Rekey, UndoRecord> {
    private static final int LOOKED_AT_ONCE = 1_000;
    private static final HeldAttempt.Kind<PendingChange<Change.Rekey, UndoRecord>> UNDOING =
            new HeldAttempt.Kind<>(PendingChange::change, Allotment.Subscription::of, LookBack::new);

    private final RedisConnection connection;
    private final StepContext context;
    private final KnownRedis changing;
    private KnownRedis looking;
    private RedisConnection beside;
    private Shifts shifts;

    /** Looks and changes on one connection until {@link #enter} opens a second one for looking. */
    RedisStep(RedisConnection connection, StepContext context) {
        this.connection = connection;
        this.context = context;
        this.changing = new KnownRedis(connection, context.machines());
        this.looking = changing;
    }

    @Override
    public Optional<TargetInfo> target() {
        return Optional.of(looking.again(ServerFacts::of));
    }

    @Override
    public List<Refusal> refusals() {
        return Preflight.check(connection, context.datacenter());
    }

    @Override
    public void enter() {
        Preflight.enter(connection, context.datacenter());
        beside = connection.beside();
        looking = new KnownRedis(beside, context.machines());
        shifts = new Shifts(looking, changing);
    }

    /** Which layout this Redis has; reads only. */
    public Recognition recognise() {
        return looking.again(Recogniser::recognise);
    }

    @Override
    public List<Look<UndoRecord>> look(List<Change.Rekey> batch) {
        List<Look<UndoRecord>> looks = new ArrayList<>(batch.size());
        for (int from = 0; from < batch.size(); from += LOOKED_AT_ONCE) {
            List<Change.Rekey> part = batch.subList(from, Math.min(batch.size(), from + LOOKED_AT_ONCE));
            looks.addAll(looking.again(connection -> Looked.looks(new Survey(looking.model()), connection, part)));
        }
        return looks;
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.Rekey, UndoRecord>> batch, TaskLog tasks) {
        return change(
                batch,
                (todo, target) ->
                        new Rekeying(target, todo.undo(), todo.change().idHypervisor(), changing.model()));
    }

    @Override
    public List<Outcome> undo(List<PendingChange<Change.Rekey, UndoRecord>> batch, TaskLog tasks) {
        return change(batch, (todo, target) -> new Restoring(target, todo.undo()));
    }

    @Override
    public List<Look<UndoRecord>> lookBack(List<PendingChange<Change.Rekey, UndoRecord>> batch) {
        List<Look<UndoRecord>> looks = new ArrayList<>(batch.size());
        for (int from = 0; from < batch.size(); from += LOOKED_AT_ONCE) {
            List<PendingChange<Change.Rekey, UndoRecord>> part =
                    batch.subList(from, Math.min(batch.size(), from + LOOKED_AT_ONCE));
            looks.addAll(looking.again(connection -> Looked.looks(new LookBack(looking.model()), connection, part)));
        }
        return looks;
    }

    @Override
    public List<Attempt<Change.Rekey, UndoRecord>> attempts(List<Change.Rekey> batch) {
        return shifts == null
                ? Step.super.attempts(batch)
                : shifts.attempts(batch, rekeying(looking.again(connection -> looking.model())), Step.super::attempts);
    }

    @Override
    public List<Attempt<Change.Rekey, UndoRecord>> undoAttempts(List<PendingChange<Change.Rekey, UndoRecord>> batch) {
        return shifts == null
                ? Step.super.undoAttempts(batch)
                : shifts.attempts(batch, UNDOING, Step.super::undoAttempts);
    }

    @Override
    public void settle() {
        changing.again(connection -> {
            new Durability(connection).settle();
            connection.confirmMaster();
            return null;
        });
    }

    @Override
    public void surroundings(Iterable<Change.Rekey> changes, Consumer<Finding> findings) {
        Set<String> oldNames = new HashSet<>();
        changes.forEach(change -> oldNames.addAll(change.oldNames()));
        new UnknownKeys(connection, oldNames).find().ifPresent(findings);
    }

    @Override
    public void newcomers(Iterable<UndoRecord> made, Predicate<String> known, Consumer<Finding> findings) {
        YoungSubscriptions young = new YoungSubscriptions(connection);
        made.forEach(young::addMigrated);
        young.find().forEach((name, key) -> {
            if (!known.test(name)) {
                findings.accept(new Finding(FindingCode.SUBSCRIBED_SINCE, "redis", key + " is called " + name));
            }
        });
    }

    @Override
    public void close() {
        try (connection) {
            if (beside != null) {
                shifts.close();
                beside.close();
            }
        }
    }

    private static HeldAttempt.Kind<Change.Rekey> rekeying(Model model) {
        return new HeldAttempt.Kind<>(
                change -> change, change -> Allotment.Subscription.of(change, model.machines()), Survey::new);
    }

    private interface Deciding {
        Transaction.Decision on(PendingChange<Change.Rekey, UndoRecord> todo, Target target);
    }

    /** After a cut everything is decided anew, since nobody knows what the server still did. */
    private List<Outcome> change(List<PendingChange<Change.Rekey, UndoRecord>> batch, Deciding deciding) {
        return changing.again(connection -> {
            changing.model();
            Outcome[] outcomes = new Outcome[batch.size()];
            new Lanes(connection).run(jobs(batch, deciding, outcomes), outcomes);
            return Arrays.asList(outcomes);
        });
    }

    /** Those whose record can be read; the others have failed. */
    private static List<Transaction.Job> jobs(
            List<PendingChange<Change.Rekey, UndoRecord>> batch, Deciding deciding, Outcome[] outcomes) {
        List<Transaction.Job> jobs = new ArrayList<>(batch.size());
        for (int position = 0; position < outcomes.length; position++) {
            PendingChange<Change.Rekey, UndoRecord> todo = batch.get(position);
            Optional<Target> target = Target.of(todo);
            if (target.isEmpty()) {
                outcomes[position] = new Outcome.Failed("the record of what was there before cannot be read");
            } else {
                jobs.add(new Transaction.Job(position, target.get(), deciding.on(todo, target.get())));
            }
        }
        return jobs;
    }
}
