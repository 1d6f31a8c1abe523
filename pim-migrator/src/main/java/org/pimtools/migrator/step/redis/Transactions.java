package org.pimtools.migrator.step.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pimtools.migrator.step.Outcome;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Changes many subscriptions in transactions of some each: WATCH, look again, decide, MULTI … EXEC. While one transaction is under way
 * the next one's look is already in the pipeline. A transaction that the server aborts is split until only what really changed is left out;
 * after a cut everything is looked at again, since nobody knows what the server still did.
 */
final class Transactions {
    /** Redis compares each watched key with all others of the connection, so the cost of a transaction grows with the square of its size. */
    private static final int SIZE = 8;

    private static final int ATTEMPTS = 5;

    private final RedisConnection connection;
    private final Outcome[] outcomes;

    /** @param outcomes where the outcome of every job is put, at its position */
    Transactions(RedisConnection connection, Outcome[] outcomes) {
        this.connection = connection;
        this.outcomes = outcomes;
    }

    /** One subscription to change; its position is the one of its outcome. */
    record Job(int position, Target target, Decision decision) {}

    /** What to do with a subscription, once its state cannot change unnoticed. */
    interface Decision {
        /** Which keys are mostly not there yet. */
        KnownAbsent expected();

        /**
         * Returns the outcome that holds once the writes that it adds are executed.
         *
         * @param connection for more reads
         */
        Outcome decide(SubscriptionState state, Writes writes, RedisConnection connection);
    }

    /** Jobs that share no name, so that each one's state is not changed by the others. */
    private static final class Group {
        final List<Job> jobs = new ArrayList<>(SIZE);
        final int attempt;
        final List<SubscriptionState> states = new ArrayList<>(SIZE);
        final List<Integer> writes = new ArrayList<>(SIZE);

        Group(int attempt) {
            this.attempt = attempt;
        }

        /** Which keys are mostly absent, where the server can be asked for many keys at once. */
        KnownAbsent expected(RedisConnection connection) {
            return connection.countsKeys() ? jobs.get(0).decision().expected() : KnownAbsent.NOTHING;
        }
    }

    private static Deque<Group> groups(List<Job> jobs) {
        Deque<Group> groups = new ArrayDeque<>();
        Set<Name> names = new HashSet<>();
        for (Job job : jobs) {
            Name old = new Name(job.target().oldName);
            Name fresh = new Name(job.target().newName);
            if (groups.isEmpty()
                    || groups.getLast().jobs.size() == SIZE
                    || names.contains(old)
                    || names.contains(fresh)) {
                groups.add(new Group(1));
                names.clear();
            }
            names.add(old);
            names.add(fresh);
            groups.getLast().jobs.add(job);
        }
        return groups;
    }

    private record Name(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && Arrays.equals(bytes, name.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** @throws redis.clients.jedis.exceptions.JedisConnectionException when the connection is cut; then nobody knows what became of the jobs */
    void run(List<Job> jobs) {
        Deque<Group> groups = groups(jobs);
        Group current = groups.poll();
        if (current == null) {
            return;
        }
        ask(current);
        while (current != null) {
            read(current);
            boolean written = write(current);
            Group next = groups.poll();
            if (next != null) {
                ask(next);
            }
            if (written && !isExecuted(current)) {
                groups.addAll(again(current));
                if (next == null) {
                    next = groups.poll();
                    if (next != null) {
                        ask(next);
                    }
                }
            }
            current = next;
        }
    }

    private void ask(Group group) {
        List<byte[]> keys = new ArrayList<>(group.jobs.size() * 5);
        Set<Long> caches = new HashSet<>();
        group.jobs.forEach(job -> job.target().watch(keys, caches));
        connection.send(Command.WATCH, keys.toArray(byte[][]::new));
        KnownAbsent expected = group.expected(connection);
        if (expected != KnownAbsent.NOTHING) {
            List<byte[]> unexpected = new ArrayList<>(group.jobs.size() * 2);
            group.jobs.forEach(job -> job.target().addKeys(unexpected, expected));
            connection.send(Command.EXISTS, unexpected.toArray(byte[][]::new));
        }
        group.jobs.forEach(job -> job.target().ask(connection, expected));
    }

    private void read(Group group) {
        Object watched = connection.next();
        KnownAbsent expected = group.expected(connection);
        Object unexpected = expected == KnownAbsent.NOTHING ? Long.valueOf(0) : connection.next();
        group.jobs.forEach(job -> group.states.add(job.target().read(connection, expected)));
        if (watched instanceof JedisDataException error) {
            throw Survey.refusedRead(connection, error);
        }
        if (!Long.valueOf(0).equals(unexpected)) {
            group.states.clear();
            group.jobs.forEach(job -> job.target().ask(connection, KnownAbsent.NOTHING));
            group.jobs.forEach(job -> group.states.add(job.target().read(connection, KnownAbsent.NOTHING)));
        }
    }

    /** False when there was nothing to write. */
    private boolean write(Group group) {
        List<Writes> all = new ArrayList<>(group.jobs.size());
        boolean any = false;
        for (int i = 0; i < group.jobs.size(); i++) {
            Job job = group.jobs.get(i);
            Writes writes = new Writes();
            outcomes[job.position()] = job.decision().decide(group.states.get(i), writes, connection);
            all.add(writes);
            any |= !writes.isEmpty();
        }
        if (!any) {
            connection.ask(Command.UNWATCH);
            return false;
        }
        connection.send(Command.MULTI);
        all.forEach(writes -> group.writes.add(writes.send(connection)));
        connection.send(Command.EXEC);
        return true;
    }

    /** Reads the replies to a transaction, and sets the outcomes; false when the server aborted it because something changed. */
    private boolean isExecuted(Group group) {
        JedisDataException refused = error(connection.next(), null);
        for (int count : group.writes) {
            for (int i = 0; i < count; i++) {
                refused = error(connection.next(), refused);
            }
        }
        Object reply = connection.next();
        if (reply == null) {
            return false;
        }
        List<?> results = reply instanceof List<?> list ? list : null;
        String refusal = (refused == null ? reply : refused) instanceof JedisDataException error
                ? error.getMessage()
                : "an unexpected reply";
        int first = 0;
        for (int i = 0; i < group.jobs.size(); i++) {
            int last = first + group.writes.get(i);
            if (last > first) {
                outcomes[group.jobs.get(i).position()] = results == null
                        ? new Outcome.Failed("redis refuses the change: " + refusal)
                        : result(results.subList(first, last));
            }
            first = last;
        }
        return true;
    }

    private static Outcome result(List<?> replies) {
        for (Object reply : replies) {
            if (reply instanceof JedisDataException error) {
                return new Outcome.Failed("redis made only a part of the change: " + error.getMessage());
            }
        }
        return new Outcome.Applied();
    }

    private static JedisDataException error(Object reply, JedisDataException earlier) {
        return earlier == null && reply instanceof JedisDataException error ? error : earlier;
    }

    /** Half of it each, so that what did not change is not held up by what did. */
    private List<Group> again(Group group) {
        int size = group.jobs.size();
        if (size == 1 && group.attempt == ATTEMPTS) {
            outcomes[group.jobs.get(0).position()] = new Outcome.Moved("the subscription changes all the time");
            return List.of();
        }
        List<Group> halves = new ArrayList<>();
        for (List<Job> half : List.of(group.jobs.subList(0, size / 2), group.jobs.subList(size / 2, size))) {
            if (!half.isEmpty()) {
                Group again = new Group(size == 1 ? group.attempt + 1 : 1);
                again.jobs.addAll(half);
                halves.add(again);
            }
        }
        return halves;
    }
}
