package org.pimtools.migrator.step.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.redis.Transaction.Job;

/**
 * Changes many subscriptions in transactions of some each, one behind the other. While one is under way the next one's look is already in
 * the pipeline. A transaction that the server aborts is split until only what really changed is left out; after a cut everything is looked
 * at again, since nobody knows what the server still did.
 */
final class Transactions {
    /** Redis compares each watched key with all others of the connection, so the cost of a transaction grows with the square of its size. */
    private static final int SIZE = 8;

    private static final int ATTEMPTS = 5;

    private final RedisConnection connection;
    private final Outcome[] outcomes;
    private final List<Job> disturbed = new ArrayList<>();

    /** @param outcomes where the outcome of every job is put, at its position */
    Transactions(RedisConnection connection, Outcome[] outcomes) {
        this.connection = connection;
        this.outcomes = outcomes;
    }

    /** Jobs that share no name. */
    private record Group(List<Job> jobs, int attempt) {
        List<Target> targets() {
            return jobs.stream().map(Job::target).toList();
        }
    }

    /** A group whose look is in the pipeline. */
    private record Asked(Group group, Reading reading) {}

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
                groups.add(new Group(new ArrayList<>(SIZE), 1));
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

    /**
     * Runs the jobs.
     *
     * @return those that were not done, since something of theirs changed in every attempt; they have an outcome that says so
     * @throws redis.clients.jedis.exceptions.JedisConnectionException when the connection is cut; then nobody knows what became of the jobs
     */
    List<Job> run(List<Job> jobs) {
        Deque<Group> groups = groups(jobs);
        Asked current = asked(groups.poll());
        while (current != null) {
            Group group = current.group();
            Transaction transaction =
                    new Transaction(connection, group.jobs(), current.reading().read());
            transaction.send(outcomes);
            Asked next = asked(groups.poll());
            if (!transaction.isExecuted(outcomes)) {
                groups.addAll(again(group));
                next = next == null ? asked(groups.poll()) : next;
            }
            current = next;
        }
        return List.copyOf(disturbed);
    }

    private Asked asked(Group group) {
        if (group == null) {
            return null;
        }
        Reading reading = new Reading(
                connection,
                group.targets(),
                true,
                group.jobs().get(0).decision().expected());
        reading.ask();
        return new Asked(group, reading);
    }

    /** Half of it each, so that what did not change is not held up by what did. */
    private List<Group> again(Group group) {
        int size = group.jobs().size();
        if (size == 1 && group.attempt() == ATTEMPTS) {
            Job job = group.jobs().get(0);
            outcomes[job.position()] = new Outcome.Moved("the subscription changes all the time");
            disturbed.add(job);
            return List.of();
        }
        List<Group> halves = new ArrayList<>();
        for (List<Job> half :
                List.of(group.jobs().subList(0, size / 2), group.jobs().subList(size / 2, size))) {
            if (!half.isEmpty()) {
                halves.add(new Group(half, size == 1 ? group.attempt() + 1 : 1));
            }
        }
        return halves;
    }
}
