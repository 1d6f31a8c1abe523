package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connections of which each can hold one transaction open; made when they are first needed, and kept. Not for several threads at once. */
final class WatchConnections implements AutoCloseable {
    private final List<RedisConnection> connections = new ArrayList<>();
    private int limit = Integer.MAX_VALUE;

    /**
     * So many of them, or as many as the server takes. Of a server that takes no more at most half of what it had left is used, so that an
     * operator gets in.
     *
     * @param like where to connect to, and as who
     * @throws redis.clients.jedis.exceptions.JedisConnectionException when Redis does not answer
     */
    List<RedisConnection> first(int wanted, RedisConnection like) {
        while (connections.size() < Math.min(wanted, limit)) {
            Optional<RedisConnection> another = like.another();
            if (another.isPresent()) {
                connections.add(another.get());
            } else {
                limit = connections.size() / 2;
                List<RedisConnection> tooMany = connections.subList(limit, connections.size());
                tooMany.forEach(RedisConnection::close);
                tooMany.clear();
            }
        }
        return List.copyOf(connections.subList(0, Math.min(wanted, connections.size())));
    }

    /** Closes all, as after a cut of one: what another one has in its pipeline is of no use any more. */
    @Override
    public void close() {
        connections.forEach(RedisConnection::close);
        connections.clear();
    }
}
