package org.pimtools.testkit.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

@Tag("slow")
class SeededRedisTest {
    private static final World WORLD = World.of(12, new Size(2, 2_000));

    @ParameterizedTest
    @EnumSource(RedisLayout.class)
    void theVsmFindsEachSubscriptionUnderItsOldName(RedisLayout layout) {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port())) {
            WORLD.seedRedis(redis, 1, layout);
            VsmLookup vsm = new VsmLookup(redis);
            Set<Long> ids = new HashSet<>();
            int[] shared = new int[1];
            WORLD.forEachSubscription(1, subscription -> {
                List<VsmLookup.Hit> hits = vsm.byName(subscription.nameBefore());
                assertTrue(hits.contains(new VsmLookup.Hit(
                        subscription.redisId(), subscription.nameBefore(), subscription.machineId())));
                shared[0] += hits.size() > 1 ? 1 : 0;
                ids.add(subscription.redisId());
                assertTrue(redis.sismember("VirtualMachine:all", Long.toString(subscription.redisId())));
                assertEquals(
                        layout == RedisLayout.MONITOR,
                        redis.sismember(
                                "VirtualMachine:byMonitor:" + subscription.machineId(),
                                Long.toString(subscription.redisId())));
            });
            assertTrue(shared[0] > 0, "one name on two machines");
            assertEquals(ids.size() + 2, redis.scard("VirtualMachine:all"), "and two stale ids");
            assertEquals(
                    layout == RedisLayout.ADDRESS,
                    !redis.keys("PhysicalMachine:address:*").isEmpty());
            assertEquals(
                    layout == RedisLayout.MONITOR,
                    !redis.keys("PhysicalMachine:uid:*").isEmpty());
            assertEquals("set", redis.type("VirtualMachinesCache:1001:cache"));
        }
    }

    @Test
    void theExpectedSnapshotIsWhatRekeyingByHandGives() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port())) {
            WORLD.seedRedis(redis, 0, RedisLayout.ADDRESS);
            RedisSnapshot before = RedisSnapshot.of(redis);
            assertEquals(before, RedisSnapshot.of(redis));
            Subscription one = resolved().get(0);
            RedisSnapshot expected = before.rekeyed(action -> action.accept(one));
            assertNotEquals(before, expected);
            String id = Long.toString(one.redisId());
            redis.hset("VirtualMachine:" + id, "name", one.nameAfter());
            redis.srem("VirtualMachine:name:" + one.nameBefore(), id);
            redis.sadd("VirtualMachine:name:" + one.nameAfter(), id);
            String cache = redis.hget("PhysicalMachine:" + one.machineId(), "virtualMachines_id");
            if (redis.srem("VirtualMachinesCache:" + cache + ":cache", one.nameBefore()) == 1) {
                redis.sadd("VirtualMachinesCache:" + cache + ":cache", one.nameAfter());
                redis.srem("VirtualMachinesCache:cache:" + one.nameBefore(), cache);
                redis.sadd("VirtualMachinesCache:cache:" + one.nameAfter(), cache);
            }
            assertEquals(List.of(), expected.diff(RedisSnapshot.of(redis)));
            assertEquals(
                    new VsmLookup.Hit(one.redisId(), one.nameAfter(), one.machineId()),
                    new VsmLookup(redis).byName(one.nameAfter()).get(0));
        }
    }

    @Test
    void homonymsAreExpectedApartAndUnresolvedNamesStay() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port())) {
            WORLD.seedRedis(redis, 0, RedisLayout.MONITOR);
            RedisSnapshot before = RedisSnapshot.of(redis);
            List<String> lines = before.diff(before.rekeyed(action -> WORLD.forEachSubscription(0, action)));
            WORLD.forEachSubscription(0, subscription -> {
                String index = "VirtualMachine:name:" + subscription.nameBefore() + " = ";
                boolean resolved = subscription.expected().newProviderId().isPresent();
                assertEquals(resolved, lines.stream().anyMatch(line -> line.startsWith("- " + index)));
                assertEquals(
                        resolved,
                        lines.contains("+ VirtualMachine:name:" + subscription.nameAfter() + " = set ["
                                + subscription.redisId() + "]"));
            });
            assertTrue(lines.stream().noneMatch(line -> line.contains(" Notes:") || line.contains("EventLog")));
            assertTrue(redis.keys("Notes:*").size() > 0);
            assertTrue(redis.pttl("EventLog:0") > 0);
        }
    }

    @Test
    void aDifferenceInContentTypeOrExpiryIsNamed() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port())) {
            redis.sadd("set", "b", "a");
            redis.rpush("list", "b", "a");
            redis.set("string", "1");
            redis.set("gone", "1");
            redis.set("lease", "1", SetParams.setParams().ex(1_000));
            RedisSnapshot before = RedisSnapshot.of(redis);
            redis.del("gone", "list");
            redis.rpush("list", "a", "b");
            redis.expire("string", 500);
            redis.expire("lease", 2_000);
            redis.sadd("new", "x");
            assertEquals(
                    List.of(
                            "- gone = string 1",
                            "~ lease = string 1 (expires) -> string 1 (expires)",
                            "~ list = list [b, a] -> list [a, b]",
                            "+ new = set [x]",
                            "~ string = string 1 -> string 1 (expires)"),
                    before.diff(RedisSnapshot.of(redis)));
        }
    }

    private static List<Subscription> resolved() {
        List<Subscription> subscriptions = new ArrayList<>();
        WORLD.forEachSubscription(0, subscription -> {
            if (subscription.expected() instanceof Expected.Resolved) {
                subscriptions.add(subscription);
            }
        });
        return subscriptions;
    }
}
