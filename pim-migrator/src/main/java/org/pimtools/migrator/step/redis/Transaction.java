package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.migrator.step.Outcome;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Changes some subscriptions on one connection, together or not at all: WATCH, look, decide, MULTI … EXEC. They share no name, so that each
 * one's state is not changed by the others.
 */
final class Transaction {
    private final RedisConnection connection;
    private final List<Job> jobs;
    private final List<SubscriptionState> states;
    private final List<Integer> writes;
    private boolean writing;

    /**
     * @param states of the jobs, watched by the connection since before they were read
     */
    Transaction(RedisConnection connection, List<Job> jobs, List<SubscriptionState> states) {
        this.connection = connection;
        this.jobs = jobs;
        this.states = states;
        this.writes = new ArrayList<>(jobs.size());
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

    List<Job> jobs() {
        return jobs;
    }

    RedisConnection connection() {
        return connection;
    }

    /** Puts the end of the transaction into the pipeline, whether there is anything to write or not. */
    void send(Outcome[] outcomes) {
        List<Writes> all = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            Writes decided = new Writes();
            outcomes[job.position()] = job.decision().decide(states.get(i), decided, connection);
            all.add(decided);
            writing |= !decided.isEmpty();
        }
        if (writing) {
            connection.send(Command.MULTI);
            all.forEach(each -> writes.add(each.send(connection)));
            connection.send(Command.EXEC);
        } else {
            connection.send(Command.UNWATCH);
        }
    }

    /** Reads the replies, and sets the outcomes; false when the server aborted it because something changed. */
    boolean isExecuted(Outcome[] outcomes) {
        Object first = connection.next();
        if (!writing) {
            return true;
        }
        JedisDataException refused = error(first, null);
        for (int count : writes) {
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
        int from = 0;
        for (int i = 0; i < jobs.size(); i++) {
            int to = from + writes.get(i);
            if (to > from) {
                outcomes[jobs.get(i).position()] = results == null
                        ? new Outcome.Failed("redis refuses the change: " + refusal)
                        : result(results.subList(from, to));
            }
            from = to;
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
}
