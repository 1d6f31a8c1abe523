package org.pimtools.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** All keys of a Redis as it dumps them, to be put back as often as one likes; keys have no time to live. */
record RedisImage(List<Entry> entries) {
    private record Entry(byte[] key, byte[] dump) {}

    static RedisImage of(Jedis redis) {
        List<byte[]> keys = new ArrayList<>(redis.keys("*".getBytes(StandardCharsets.US_ASCII)));
        List<Response<byte[]>> dumps;
        try (Pipeline pipeline = redis.pipelined()) {
            dumps = keys.stream().map(pipeline::dump).toList();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < dumps.size(); i++) {
            entries.add(new Entry(keys.get(i), dumps.get(i).get()));
        }
        return new RedisImage(entries);
    }

    void restore(Jedis redis) {
        redis.flushAll();
        try (Pipeline pipeline = redis.pipelined()) {
            entries.forEach(entry -> pipeline.restore(entry.key(), 0, entry.dump()));
        }
        RedisSaves.save(redis);
    }
}
