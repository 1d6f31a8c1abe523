package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/**
 * Whatever a Redis holds: what is looked at is not changed, what is re-keyed looks done and is given back to the byte, and the rest is
 * refused before the first write.
 */
@Tag("slow")
class RedisMutationTest {
    private static final int NUMBER = 300;
    private static final String[] PIECES = {
        "VirtualMachine:1",
        "VirtualMachine:name:",
        "1",
        "2",
        "101",
        ":",
        "web",
        "db",
        "new#1",
        "new#2",
        "\r\n",
        "*3\r\n$3\r\nSET\r\n"
    };
    private static final List<Change.Rekey> CHANGES = List.of(
            MonitorModel.rekey(1, 1, "new#1", "web"),
            MonitorModel.rekey(2, 1, "new#2", "db", "ABQ_2"),
            MonitorModel.rekey(3, 2, "new#3", "x:y"));

    @ParameterizedTest
    @EnumSource(names = "EMPTY", mode = EnumSource.Mode.EXCLUDE)
    void whateverRedisHolds(Layout layout) {
        try (RedisServer server = RedisServer.start("--save", "");
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = RedisConnection.open(RedisSettings.of(server.host(), server.port()))) {
            Mutator mutator = new Mutator(15 + layout.ordinal(), PIECES);
            new Mutations("Redis values, " + layout, NUMBER, mutator, e -> false).run(() -> {
                redis.flushAll();
                new MonitorModel(redis, layout)
                        .machine(1)
                        .machine(2)
                        .vm(1, "web", 1)
                        .vm(2, "db", 1)
                        .uncachedVm(3, "x:y", 2)
                        .seen("other", 1);
                for (int left = 1 + mutator.below(3); left > 0; left--) {
                    spoil(redis, mutator);
                }
                return isRekeyed(redis, new RedisStep(connection, MonitorModel.context(2)));
            });
        }
    }

    /** @return false when nothing was re-keyed, and nothing changed */
    private static boolean isRekeyed(Jedis redis, RedisStep step) {
        RedisSnapshot before = RedisSnapshot.of(redis);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = new ArrayList<>();
        List<Outcome> outcomes;
        try {
            List<Look<UndoRecord>> looks = step.look(CHANGES);
            for (int i = 0; i < looks.size(); i++) {
                if (looks.get(i).undo().isPresent()) {
                    UndoRecord pending = looks.get(i).undo().get();
                    todos.add(new PendingChange<>(CHANGES.get(i), pending));
                }
            }
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)), "a look changes nothing");
            outcomes = step.act(todos, NO_TASKS);
        } catch (ToolException e) {
            assertEquals(ExitCode.UNSAFE, e.exitCode(), e::getMessage);
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)), "a refusal changes nothing");
            return false;
        }
        List<PendingChange<Change.Rekey, UndoRecord>> applied = new ArrayList<>();
        for (int i = 0; i < todos.size(); i++) {
            if (outcomes.get(i).equals(new Outcome.Applied())) {
                applied.add(todos.get(i));
                Change.Rekey change = todos.get(i).change();
                assertEquals(List.of(new Look.Done<>()), step.look(List.of(change)), change::toString);
            }
        }
        step.undo(applied, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)), "what was re-keyed is given back");
        return !applied.isEmpty();
    }

    private static void spoil(Jedis redis, Mutator mutator) {
        Set<String> keys = new TreeSet<>(redis.keys("*"));
        if (keys.isEmpty()) {
            return;
        }
        String key = mutator.oneOf(List.copyOf(keys));
        String other = mutator.of(key);
        switch (mutator.below(6)) {
            case 0 -> redis.del(key);
            case 1 -> redis.rename(key, other);
            case 2 -> {
                redis.del(key);
                switch (mutator.below(5)) {
                    case 0 -> redis.set(key, mutator.of("1"));
                    case 1 -> redis.lpush(key, "1");
                    case 2 -> redis.hset(key, "name", "web");
                    case 3 -> redis.zadd(key, 1, "1");
                    default -> redis.sadd(key, mutator.of("web"));
                }
            }
            case 3 -> redis.expire(key, 100_000);
            case 4 -> {
                if (!other.equals(key)) {
                    redis.copy(key, other, true);
                }
            }
            default -> spoilContent(redis, key, mutator);
        }
    }

    private static void spoilContent(Jedis redis, String key, Mutator mutator) {
        switch (redis.type(key)) {
            case "string" -> redis.set(key, mutator.of(redis.get(key)));
            case "set" -> {
                String member = mutator.oneOf(List.copyOf(new TreeSet<>(redis.smembers(key))));
                if (mutator.below(2) == 0) {
                    redis.srem(key, member);
                }
                redis.sadd(key, mutator.of(member));
            }
            case "hash" -> {
                String field = mutator.oneOf(List.copyOf(new TreeSet<>(redis.hkeys(key))));
                if (mutator.below(3) == 0) {
                    redis.hdel(key, field);
                } else {
                    redis.hset(key, field, mutator.of(redis.hget(key, field)));
                }
            }
            default -> redis.del(key);
        }
    }
}
