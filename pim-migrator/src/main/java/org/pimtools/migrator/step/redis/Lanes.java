package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.pimtools.migrator.step.Outcome;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Runs transactions on two connections at once, so that Redis works on one while the replies of the other are read. The
 * subscriptions of one machine share its cache, which is watched: they keep to one connection. Namesakes on several
 * machines share the index of their name; those that both connections disturbed too often are tried again on one.
 */
final class Lanes {
    private static final int WORTH_TWO = 200;

    private final RedisConnection connection;

    Lanes(RedisConnection connection) {
        this.connection = connection;
    }

    /** @throws JedisConnectionException when one of them is cut, after the other has ended */
    void run(List<Transaction.Job> jobs, Outcome[] outcomes) {
        Optional<RedisConnection> second = jobs.size() < WORTH_TWO ? Optional.empty() : connection.companion();
        if (second.isEmpty()) {
            new Transactions(connection, outcomes).run(jobs);
            return;
        }
        List<Transaction.Job> even = new ArrayList<>(jobs.size());
        List<Transaction.Job> odd = new ArrayList<>(jobs.size());
        jobs.forEach(job -> (job.target().cache % 2 == 0 ? even : odd).add(job));
        Transactions other = new Transactions(second.get(), outcomes);
        CompletableFuture<List<Transaction.Job>> otherLane = CompletableFuture.supplyAsync(() -> other.run(odd));
        List<Transaction.Job> disturbed = new ArrayList<>();
        try {
            disturbed.addAll(new Transactions(connection, outcomes).run(even));
        } finally {
            otherLane.handle((done, failure) -> done).join();
        }
        try {
            disturbed.addAll(otherLane.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        new Transactions(connection, outcomes).run(disturbed);
    }
}
