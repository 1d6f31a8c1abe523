package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

@Tag("slow")
class DurabilityTest {
    @ParameterizedTest
    @ValueSource(strings = {"--save 900 1", "--appendonly yes", "--appendonly yes --appendfsync always"})
    void whatIsSettledOutlivesACrash(String options) {
        try (RedisServer server = RedisServer.start(
                List.of(options.split(" ")).contains("--save")
                        ? new String[] {"--save", "900 1"}
                        : options.split(" "))) {
            for (int round = 1; round <= 2; round++) {
                try (Jedis redis = new Jedis(server.host(), server.port());
                        RedisConnection connection = open(server)) {
                    redis.set("round", String.valueOf(round));
                    new Durability(connection).settle();
                    new Durability(connection).settle();
                }
                server.kill();
                server.restart();
                try (Jedis redis = new Jedis(server.host(), server.port())) {
                    assertEquals(String.valueOf(round), redis.get("round"));
                }
            }
        }
    }

    /**
     * WAITAOF is of 7.2, and no such server comes with Debian or from Maven Central. It takes three numbers and returns a list
     * of numbers; so does SMISMEMBER, which plays it here: the first answer is 1 when the set called 1 holds 0. What counts is
     * what comes before it.
     */
    @Test
    void aConnectionThatWroteNothingWritesBeforeItWaits() {
        try (RedisServer server = RedisServer.start(
                "--appendonly", "yes", "--rename-command", "SMISMEMBER", "WAITAOF", "--slowlog-log-slower-than", "0")) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vms(3, 1);
                redis.sadd("1", "0");
                RedisSnapshot before = RedisSnapshot.of(redis);
                try (RedisConnection connection = open(server)) {
                    redis.slowlogReset();
                    new Durability(connection).settle();
                }
                List<String> sent = redis.slowlogGet(20).stream()
                        .map(entry -> String.join(" ", entry.getArgs()).toUpperCase(Locale.ROOT))
                        .toList();
                int waited = sent.indexOf("WAITAOF 1 0 30000");
                assertTrue(sent.get(waited + 1).startsWith("HSET VIRTUALMACHINE:"), sent::toString);
                assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
            }
        }
    }

    @Test
    void aSaveUnderWayIsWaitedForAndDoesNotCount() {
        try (RedisServer server = RedisServer.start("--save", "", "--rdb-key-save-delay", "2000")) {
            try (Jedis redis = new Jedis(server.host(), server.port());
                    RedisConnection connection = open(server)) {
                for (int i = 0; i < 100; i++) {
                    redis.set("key" + i, "value");
                }
                redis.bgsave();
                redis.set("late", "value");
                new Durability(connection).settle();
            }
            server.kill();
            server.restart();
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                assertEquals("value", redis.get("late"));
            }
        }
    }

    @Test
    void anAccountThatMayNotSaveIsToldSo() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port())) {
            redis.aclSetUser("migrator", "on", ">geheim", "~*", "+@all", "-bgsave");
            redis.set("key", "value");
            try (RedisConnection connection = RedisConnection.open(
                    new RedisSettings(server.host(), server.port(), "migrator", Secret.of("geheim"), 0, false, null))) {
                ToolException denied = assertThrows(ToolException.class, () -> new Durability(connection).settle());
                assertEquals(ExitCode.FAILED, denied.exitCode());
                assertTrue(denied.getMessage().contains("redis refuses BGSAVE"), denied.getMessage());
            }
        }
    }

    private static RedisConnection open(RedisServer server) {
        return RedisConnection.open(RedisSettings.of(server.host(), server.port()));
    }
}
