package org.pimtools.testkit.world;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * All keys of a Redis database at one time: type, content (sorted where order means nothing) and expiry. Two are equal when
 * a client could not tell them apart; how Redis encodes a value does not matter.
 */
public final class RedisSnapshot {
    private static final int PAGE = 1_000;
    private static final long EXPIRY_TOLERANCE_MILLIS = 5_000;
    static final long NEVER = -1;

    private final TreeMap<String, Entry> entries;

    /** @param expiresAt milliseconds since the epoch of the server, or -1 */
    record Entry(String type, Object content, long expiresAt) {
        boolean same(Entry other) {
            boolean expiryAgrees = expiresAt == NEVER || other.expiresAt == NEVER
                    ? expiresAt == other.expiresAt
                    : Math.abs(expiresAt - other.expiresAt) <= EXPIRY_TOLERANCE_MILLIS;
            return expiryAgrees && type.equals(other.type) && content.equals(other.content);
        }

        @Override
        public String toString() {
            return type + " " + content + (expiresAt == NEVER ? "" : " (expires)");
        }
    }

    private RedisSnapshot(TreeMap<String, Entry> entries) {
        this.entries = entries;
    }

    /** Takes one of the database that the connection has selected. */
    public static RedisSnapshot of(Jedis redis) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, new ScanParams().count(PAGE));
            read(redis, page.getResult(), entries);
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return new RedisSnapshot(entries);
    }

    /**
     * What Redis must hold after these subscriptions were re-keyed from their old name to their provider ID, and nothing
     * else was touched. Subscriptions that do not resolve stay.
     */
    public RedisSnapshot rekeyed(Consumer<Consumer<Subscription>> subscriptions) {
        Rekeying after = new Rekeying(entries);
        subscriptions.accept(after::apply);
        return new RedisSnapshot(after.entries());
    }

    /** One readable line for each key that differs, in the order of the keys. */
    public List<String> diff(RedisSnapshot other) {
        TreeSet<String> keys = new TreeSet<>(entries.keySet());
        keys.addAll(other.entries.keySet());
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            Entry mine = entries.get(key);
            Entry theirs = other.entries.get(key);
            if (mine == null) {
                lines.add("+ " + key + " = " + theirs);
            } else if (theirs == null) {
                lines.add("- " + key + " = " + mine);
            } else if (!mine.same(theirs)) {
                lines.add("~ " + key + " = " + mine + " -> " + theirs);
            }
        }
        return lines;
    }

    public int size() {
        return entries.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedisSnapshot snapshot && diff(snapshot).isEmpty();
    }

    @Override
    public int hashCode() {
        return entries.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "RedisSnapshot[" + entries.size() + " keys]";
    }

    private static void read(Jedis redis, List<String> keys, Map<String, Entry> entries) {
        long now = now(redis);
        try (Pipeline pipeline = redis.pipelined()) {
            List<Response<String>> types = keys.stream().map(pipeline::type).toList();
            List<Response<Long>> lives = keys.stream().map(pipeline::pttl).toList();
            pipeline.sync();
            List<Response<?>> contents = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                contents.add(content(pipeline, keys.get(i), types.get(i).get()));
            }
            pipeline.sync();
            for (int i = 0; i < keys.size(); i++) {
                long life = lives.get(i).get();
                String type = types.get(i).get();
                if (!type.equals("none")) {
                    Object content = sorted(contents.get(i).get());
                    entries.put(keys.get(i), new Entry(type, content, life < 0 ? NEVER : now + life));
                }
            }
        }
    }

    private static Response<?> content(Pipeline pipeline, String key, String type) {
        return switch (type) {
            case "string", "none" -> pipeline.get(key);
            case "set" -> pipeline.smembers(key);
            case "hash" -> pipeline.hgetAll(key);
            case "list" -> pipeline.lrange(key, 0, -1);
            case "zset" -> pipeline.zrangeWithScores(key, 0, -1);
            default -> pipeline.dump(key);
        };
    }

    private static Object sorted(Object content) {
        if (content instanceof Map<?, ?> hash) {
            return new TreeMap<>(hash);
        }
        if (content instanceof byte[] dump) {
            return HexFormat.of().formatHex(dump);
        }
        return content instanceof Set<?> set ? new TreeSet<>(set) : Objects.requireNonNull(content);
    }

    private static long now(Jedis redis) {
        List<String> time = redis.time();
        return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
    }
}
