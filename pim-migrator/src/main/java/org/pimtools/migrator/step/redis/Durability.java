package org.pimtools.migrator.step.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Makes what was written outlive a crash: by an append-only file that is synchronised, or by a finished snapshot. With an
 * append-only file a snapshot would not help, since Redis starts from the file; there the file is rewritten, which synchronises
 * it.
 */
final class Durability {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String WAITED_MILLIS = "30000";
    /** So many subscriptions are tried, of which most are there and none changes while the platform is stopped. */
    private static final String CANDIDATES = "20";

    private static final long PAUSE_MILLIS = 50;

    private final RedisConnection connection;
    private final Instant end = Instant.now().plus(PATIENCE);

    Durability(RedisConnection connection) {
        this.connection = connection;
    }

    /** @throws ToolException when the account may not do it, or Redis fails at it */
    void settle() {
        Map<String, String> persistence = asked("INFO", () -> connection.info("persistence"));
        if (!"1".equals(persistence.get("aof_enabled"))) {
            save(persistence);
        } else if (!isWritten()) {
            rewrite();
        }
    }

    /**
     * Whether everything is in the append-only file on disk, as far as the server can say. WAITAOF waits for the last write of
     * the connection that asks (Redis documentation, WAITAOF): one that wrote nothing, or before another one, would get its
     * answer too early.
     */
    private boolean isWritten() {
        try {
            connection.ask(Command.WAITAOF, "0", "0", "1");
            return hasWrittenLast()
                    && connection.ask(Command.WAITAOF, "1", "0", WAITED_MILLIS) instanceof List<?> synchronised
                    && synchronised.get(0) instanceof Long local
                    && local >= 1;
        } catch (JedisDataException unknownBeforeVersion72) {
            return isSynchronisedAlways(connection);
        }
    }

    /**
     * Writes a subscription's name as it is, so that no write of any connection is later than this one's. False when none could be written;
     * without any subscription nothing was changed, either.
     */
    private boolean hasWrittenLast() {
        List<?> vms = (List<?>) connection.ask(Command.SRANDMEMBER, RedisConnection.text(Keys.VMS), CANDIDATES);
        for (Object vm : vms) {
            byte[] key = Keys.vm(Keys.id((byte[]) vm));
            connection.send(Command.WATCH, key);
            connection.next();
            connection.send(Command.HGET, key, Keys.NAME);
            if (connection.next() instanceof byte[] name) {
                connection.ask(Command.MULTI);
                connection.send(Command.HSET, key, Keys.NAME, name);
                connection.next();
                if (connection.ask(Command.EXEC) instanceof List<?>) {
                    return true;
                }
            } else {
                connection.ask(Command.UNWATCH);
            }
        }
        return vms.isEmpty();
    }

    /** Whether an append-only file has every write before its reply is sent; false when the account may not see that. */
    static boolean isSynchronisedAlways(RedisConnection connection) {
        try {
            return connection.ask(Command.CONFIG, "GET", "appendfsync") instanceof List<?> setting
                    && setting.size() == 2
                    && RedisConnection.text(setting.get(1)).equals("always");
        } catch (JedisDataException hidden) {
            return false;
        }
    }

    private void save(Map<String, String> persistence) {
        if ("0".equals(persistence.get("rdb_changes_since_last_save"))
                && "0".equals(persistence.get("rdb_bgsave_in_progress"))
                && "ok".equals(persistence.get("rdb_last_bgsave_status"))) {
            return;
        }
        long last = aSecondAfterTheLastSave();
        start(Command.BGSAVE, "BGSAVE");
        while (true) {
            Map<String, String> now = connection.info("persistence");
            if ("0".equals(now.get("rdb_bgsave_in_progress"))) {
                if (!"ok".equals(now.get("rdb_last_bgsave_status"))) {
                    throw failed("redis could not save its data (BGSAVE)");
                }
                if ((Long) connection.ask(Command.LASTSAVE) > last) {
                    return;
                }
            }
            pause();
        }
    }

    /** LASTSAVE counts in seconds: only a save of a later second can be told from the last one. */
    private long aSecondAfterTheLastSave() {
        while (true) {
            long last = (Long) asked("LASTSAVE", () -> connection.ask(Command.LASTSAVE));
            List<?> time = (List<?>) connection.ask(Command.TIME);
            if (Long.parseLong(RedisConnection.text(time.get(0))) > last) {
                return last;
            }
            pause();
        }
    }

    private void rewrite() {
        start(Command.BGREWRITEAOF, "BGREWRITEAOF");
        while (true) {
            Map<String, String> now = connection.info("persistence");
            if ("0".equals(now.get("aof_rewrite_in_progress")) && "0".equals(now.get("aof_rewrite_scheduled"))) {
                if ("ok".equals(now.get("aof_last_bgrewrite_status"))) {
                    return;
                }
                throw failed("redis could not rewrite its append-only file (BGREWRITEAOF)");
            }
            pause();
        }
    }

    /** Starts it after the one under way, if there is one: that one may lack the last writes. */
    private void start(Command command, String name) {
        while (true) {
            try {
                connection.ask(command);
                return;
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).contains("in progress")) {
                    throw denied(name, e);
                }
            }
            pause();
        }
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T asked(String command, Question<T> question) {
        try {
            return question.ask();
        } catch (JedisDataException e) {
            throw denied(command, e);
        }
    }

    private void pause() {
        if (Instant.now().isAfter(end)) {
            throw failed("redis did not finish saving its data within " + PATIENCE.toMinutes() + " minutes");
        }
        RedisConnection.pause(PAUSE_MILLIS);
    }

    private ToolException failed(String message) {
        return new ToolException(
                ExitCode.FAILED,
                message + ", so a crash now could lose changes",
                "look at the log of redis (disk full, fork refused?), fix it, then run again");
    }

    private ToolException denied(String command, JedisDataException cause) {
        return new ToolException(
                ExitCode.FAILED,
                "redis refuses " + command + ", so a crash now could lose changes: " + cause.getMessage(),
                "allow INFO, LASTSAVE, TIME, BGSAVE and BGREWRITEAOF to the account, then run again",
                cause);
    }
}
