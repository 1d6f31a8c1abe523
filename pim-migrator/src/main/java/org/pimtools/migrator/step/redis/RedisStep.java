package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.Step;

/**
 * Re-keys subscriptions from a VM's old name to its provider ID. A layout that is not known ends the run with
 * {@link ExitCode#UNSAFE}; so does a server that comes back from a restart with another one.
 */
public final class RedisStep implements Step<Change.Rekey> {
    private static final int LOOKED_AT_ONCE = 1_000;

    private final KnownRedis looking;
    private final KnownRedis changing;

    /**
     * Looks and changes on one connection, so that a thread waits for the other.
     *
     * @param machines the datacenter's machines by {@code idHypervisor}
     */
    public RedisStep(RedisConnection connection, Map<Long, PlanLine.Machine> machines) {
        this.changing = new KnownRedis(connection, machines);
        this.looking = changing;
    }

    /**
     * Can look while it changes.
     *
     * @param beside the connection on which it looks
     * @param machines the datacenter's machines by {@code idHypervisor}
     */
    public RedisStep(RedisConnection connection, RedisConnection beside, Map<Long, PlanLine.Machine> machines) {
        this.changing = new KnownRedis(connection, machines);
        this.looking = new KnownRedis(beside, machines);
    }

    /** Which layout this Redis has; reads only. */
    public Recognition recognise() {
        return looking.again(Recogniser::recognise);
    }

    @Override
    public List<Look> look(List<Change.Rekey> batch) {
        List<Look> looks = new ArrayList<>(batch.size());
        for (int from = 0; from < batch.size(); from += LOOKED_AT_ONCE) {
            List<Change.Rekey> part = batch.subList(from, Math.min(batch.size(), from + LOOKED_AT_ONCE));
            looks.addAll(looking.again(connection -> new Survey(connection, looking.model()).look(part)));
        }
        return looks;
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.Rekey>> batch) {
        return change(
                batch,
                (todo, before, target) ->
                        new Rekeying(target, before, todo.change().idHypervisor(), changing.model()));
    }

    @Override
    public List<Outcome> undo(List<PendingChange<Change.Rekey>> batch) {
        return change(batch, (todo, before, target) -> new Restoring(target, before));
    }

    @Override
    public List<Look> lookBack(List<PendingChange<Change.Rekey>> batch) {
        List<Look> looks = new ArrayList<>(batch.size());
        for (int from = 0; from < batch.size(); from += LOOKED_AT_ONCE) {
            List<PendingChange<Change.Rekey>> part = batch.subList(from, Math.min(batch.size(), from + LOOKED_AT_ONCE));
            looks.addAll(looking.again(connection -> {
                LookBack lookBack = new LookBack(connection, looking.model());
                for (PendingChange<Change.Rekey> todo : part) {
                    Optional<UndoRecord> before = before(todo);
                    lookBack.add(before, before.map(known -> target(todo.change(), known)));
                }
                return lookBack.looks();
            }));
        }
        return looks;
    }

    @Override
    public String joined(String before, String again) {
        return UndoRecord.parse(before).followedBy(UndoRecord.parse(again)).json();
    }

    @Override
    public void settle() {
        changing.again(connection -> {
            new Durability(connection).settle();
            return null;
        });
    }

    private interface Deciding {
        Transactions.Decision on(PendingChange<Change.Rekey> todo, UndoRecord before, Target target);
    }

    /** After a cut everything is decided anew, since nobody knows what the server still did. */
    private List<Outcome> change(List<PendingChange<Change.Rekey>> batch, Deciding deciding) {
        return changing.again(connection -> {
            changing.model();
            Outcome[] outcomes = new Outcome[batch.size()];
            new Lanes(connection).run(jobs(batch, deciding, outcomes), outcomes);
            return Arrays.asList(outcomes);
        });
    }

    /** Those whose record can be read; the others have failed. */
    private static List<Transactions.Job> jobs(
            List<PendingChange<Change.Rekey>> batch, Deciding deciding, Outcome[] outcomes) {
        List<Transactions.Job> jobs = new ArrayList<>(batch.size());
        for (int position = 0; position < outcomes.length; position++) {
            PendingChange<Change.Rekey> todo = batch.get(position);
            Optional<UndoRecord> before = before(todo);
            if (before.isEmpty()) {
                outcomes[position] = new Outcome.Failed("the record of what was there before cannot be read");
            } else {
                Target target = target(todo.change(), before.get());
                jobs.add(new Transactions.Job(position, target, deciding.on(todo, before.get(), target)));
            }
        }
        return jobs;
    }

    private static Optional<UndoRecord> before(PendingChange<Change.Rekey> todo) {
        try {
            return Optional.of(UndoRecord.parse(todo.before()))
                    .filter(before -> before.name() >= 0
                            && before.name() < todo.change().oldNames().size());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Target target(Change.Rekey change, UndoRecord before) {
        return new Target(
                before.id(),
                before.cache(),
                Keys.utf8(change.oldNames().get(before.name())),
                Keys.utf8(change.providerId()));
    }
}
