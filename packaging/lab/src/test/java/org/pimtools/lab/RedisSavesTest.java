package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisSavesTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @Test
    void oneThatRedisIsAtIsWaitedFor() {
        RedisServer server = servers.add(RedisServer.start());
        try (Jedis redis = new Jedis(server.host(), server.port())) {
            for (int i = 0; i < 100; i++) {
                redis.set("key " + i, "value");
            }
            // microseconds for each key
            redis.configSet("rdb-key-save-delay", "10000");
            redis.bgsave();
            assertThrows(JedisDataException.class, redis::save, "a save that does not wait");
            redis.configSet("rdb-key-save-delay", "0");
            RedisSaves.begin(redis);
            RedisSaves.save(redis);
            assertTrue(redis.info("persistence").contains("rdb_bgsave_in_progress:0"));
            assertEquals(100, redis.dbSize());
        }
    }
}
