package org.pimtools.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Saves of the lab's own. They wait for the one that Redis is at: a run that was killed leaves one behind. */
final class RedisSaves {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RedisSaves() {}

    /** Saves everything, and returns when it is on the disk. */
    static void save(Jedis redis) {
        whenNoneRuns(redis::save);
    }

    /** Begins a save in the background. */
    static void begin(Jedis redis) {
        whenNoneRuns(redis::bgsave);
    }

    private static void whenNoneRuns(Supplier<String> save) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                save.get();
                return;
            } catch (JedisDataException e) {
                boolean another = e.getMessage().contains("already in progress")
                        || e.getMessage().contains("child process is active");
                if (!another || Instant.now().isAfter(end)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RehearsalException("interrupted");
        }
    }
}
