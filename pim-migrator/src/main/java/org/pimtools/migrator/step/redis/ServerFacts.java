package org.pimtools.migrator.step.redis;

import java.util.Map;
import org.pimtools.migrator.step.TargetInfo;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Which Redis it is, as {@code INFO} tells it (Redis and Valkey documentation, INFO); reads only. What an account may not see stays
 * empty.
 */
final class ServerFacts {
    private ServerFacts() {}

    static TargetInfo of(RedisConnection connection) {
        Map<String, String> server = info(connection, "server");
        String run = server.getOrDefault("run_id", "");
        return new TargetInfo(
                connection.place(),
                product(server),
                isSentinel(server)
                        ? "sentinel"
                        : info(connection, "replication").getOrDefault("role", ""),
                run.isEmpty() ? "" : run + "/" + connection.database(),
                subscriptions(connection));
    }

    /** Valkey calls the field of Redis by another name. */
    static boolean isSentinel(Map<String, String> server) {
        return "sentinel".equals(server.get("redis_mode")) || "sentinel".equals(server.get("server_mode"));
    }

    /** Valkey calls itself Redis 7.2 too, for the sake of old clients. */
    private static String product(Map<String, String> server) {
        if (server.containsKey("valkey_version")) {
            return "Valkey " + server.get("valkey_version");
        }
        return server.containsKey("redis_version") ? "Redis " + server.get("redis_version") : "";
    }

    private static Map<String, String> info(RedisConnection connection, String section) {
        try {
            return connection.info(section);
        } catch (JedisDataException notAllowed) {
            return Map.of();
        }
    }

    private static long subscriptions(RedisConnection connection) {
        try {
            return (Long) connection.ask(Command.SCARD, RedisConnection.text(Keys.VMS));
        } catch (JedisDataException anotherTypeOrNotAllowed) {
            return 0;
        }
    }
}
