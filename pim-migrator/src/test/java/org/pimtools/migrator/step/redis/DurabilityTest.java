package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.server.RedisServer;
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
