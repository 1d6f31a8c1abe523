package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.TaskLog;
import org.pimtools.migrator.step.redis.Transaction.Job;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Looks at subscriptions once, in transactions that stay open until they are acted on. What is in none of them, or in one that was aborted,
 * is looked at again when it is acted on, as {@link Transactions} do it.
 *
 * @param <T> a change, with what else it takes to look at it
 */
final class HeldAttempt<T> implements Attempt<Change.Rekey, UndoRecord> {
    private final List<Item<T>> items;
    private final Kind<T> kind;
    private final Shift shift;
    private final KnownRedis looking;
    private final KnownRedis changing;
    private WatchConnections connections;
    private final List<Transaction> open = new ArrayList<>();
    private final List<Job> others = new ArrayList<>();
    private final List<Job> all = new ArrayList<>();

    /**
     * What one way differs in from the other.
     *
     * @param change the change itself
     * @param subscription the subscription that it is about, as far as that is known before it is looked at
     * @param looking how one looks
     */
    record Kind<T>(
            Function<T, Change.Rekey> change,
            Function<T, Allotment.Subscription> subscription,
            Function<Model, Looked.Looking<T>> looking) {}

    /** A change with its subscription. */
    record Item<T>(T change, Allotment.Subscription subscription) {
        static <T> Item<T> of(T change, Kind<T> kind) {
            return new Item<>(change, kind.subscription().apply(change));
        }

        long machine() {
            return subscription.machine();
        }
    }

    /**
     * @param looking for what is in no transaction
     * @param changing holds the lock
     */
    HeldAttempt(List<Item<T>> items, Kind<T> kind, Shift shift, KnownRedis looking, KnownRedis changing) {
        this.items = List.copyOf(items);
        this.kind = kind;
        this.shift = shift;
        this.looking = looking;
        this.changing = changing;
    }

    @Override
    public List<Change.Rekey> changes() {
        return items.stream().map(item -> kind.change().apply(item.change())).toList();
    }

    /** After a cut all is looked at again on new connections, since the replies that are still to come could belong to anything. */
    @Override
    public List<Look<UndoRecord>> look() {
        connections = shift.begin();
        boolean looked = false;
        try {
            List<Look<UndoRecord>> looks = looking.again(connection -> {
                try {
                    return look(connection);
                } catch (JedisConnectionException e) {
                    connections.close();
                    throw e;
                }
            });
            looked = true;
            return looks;
        } finally {
            if (!looked) {
                shift.end();
            }
        }
    }

    private List<Look<UndoRecord>> look(RedisConnection connection) {
        open.clear();
        others.clear();
        all.clear();
        Looked.Looking<T> way = kind.looking().apply(looking.model());
        List<RedisConnection> watching = connections.first(Allotment.wanted(items.size()), connection);
        Allotment allotment =
                Allotment.of(items.stream().map(Item::subscription).toList(), watching.size());
        Looked[] looked = new Looked[items.size()];
        for (int group = 0; group < allotment.groups().size(); group++) {
            add(way, watching.get(group), true, allotment.groups().get(group), looked);
        }
        add(way, connection, false, allotment.rest(), looked);
        way.run();
        hold(allotment, watching, looked);
        return Arrays.stream(looked).map(Looked::look).toList();
    }

    private void add(
            Looked.Looking<T> way,
            RedisConnection connection,
            boolean watching,
            List<Integer> positions,
            Looked[] looked) {
        List<? extends Looked> added = way.add(
                connection,
                watching,
                positions.stream().map(position -> items.get(position).change()).toList());
        for (int i = 0; i < positions.size(); i++) {
            looked[positions.get(i)] = added.get(i);
        }
    }

    private void hold(Allotment allotment, List<RedisConnection> watching, Looked[] looked) {
        Job[] jobs = new Job[looked.length];
        for (int i = 0; i < looked.length; i++) {
            if (looked[i].look().undo().isPresent()) {
                jobs[i] = looked[i].job(all.size());
                all.add(jobs[i]);
            }
        }
        for (int group = 0; group < allotment.groups().size(); group++) {
            List<Integer> pending = allotment.groups().get(group).stream()
                    .filter(position -> jobs[position] != null)
                    .toList();
            open.add(new Transaction(
                    watching.get(group),
                    pending.stream().map(position -> jobs[position]).toList(),
                    pending.stream().map(position -> looked[position].state()).toList()));
        }
        allotment.rest().stream()
                .map(position -> jobs[position])
                .filter(job -> job != null)
                .forEach(others::add);
    }

    @Override
    public List<Outcome> act(List<PendingChange<Change.Rekey, UndoRecord>> pending, TaskLog tasks) {
        try {
            return changing.again(connection -> {
                changing.model();
                // a connection that was cut held the lock no more: another migrator could have it
                connection.ask(Command.PING);
                Outcome[] outcomes = new Outcome[all.size()];
                new Lanes(connection).run(remaining(outcomes), outcomes);
                return Arrays.asList(outcomes);
            });
        } finally {
            shift.end();
        }
    }

    /**
     * Ends the open transactions, and returns what is left to do: what was in none, in one that was aborted, or in one
     * whose connection was cut, of which nobody knows what became; all when they were ended before.
     */
    private List<Job> remaining(Outcome[] outcomes) {
        if (open.isEmpty()) {
            return all;
        }
        List<Job> remaining = new ArrayList<>(others);
        boolean cut = false;
        List<Transaction> sent = new ArrayList<>(open.size());
        for (Transaction transaction : open) {
            try {
                transaction.send(outcomes);
                transaction.connection().flush();
                sent.add(transaction);
            } catch (JedisConnectionException e) {
                cut = true;
                remaining.addAll(transaction.jobs());
            }
        }
        for (Transaction transaction : sent) {
            try {
                if (!transaction.isExecuted(outcomes)) {
                    remaining.addAll(transaction.jobs());
                }
            } catch (JedisConnectionException e) {
                cut = true;
                remaining.addAll(transaction.jobs());
            }
        }
        open.clear();
        if (cut) {
            connections.close();
        }
        return remaining;
    }
}
