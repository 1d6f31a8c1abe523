package org.pimtools.migrator.step.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Finds subscriptions that are younger than all that were migrated: the model counts its ids upwards. Reads only. */
final class YoungSubscriptions {
    private static final int PAGE = 1_000;

    private final RedisConnection connection;
    private long youngest;

    public YoungSubscriptions(RedisConnection connection) {
        this.connection = connection;
    }

    public void addMigrated(UndoRecord undo) {
        youngest = Math.max(youngest, undo.id());
    }

    /** The keys of the younger ones by their names; none when nothing was migrated. */
    public Map<String, String> find() {
        Map<String, String> found = new TreeMap<>();
        if (youngest == 0) {
            return found;
        }
        try {
            Object all = connection.ask(Command.SMEMBERS, RedisConnection.text(Keys.VMS));
            List<Long> ids = Arrays.stream(SubscriptionState.ids(all))
                    .filter(id -> id > youngest)
                    .boxed()
                    .toList();
            for (int from = 0; from < ids.size(); from += PAGE) {
                List<Long> page = ids.subList(from, Math.min(ids.size(), from + PAGE));
                page.forEach(id -> connection.send(Command.HMGET, Keys.vm(id), Keys.NAME));
                for (long id : page) {
                    if (connection.next() instanceof List<?> fields && fields.get(0) != null) {
                        found.put(RedisConnection.text(fields.get(0)), RedisConnection.text(Keys.vm(id)));
                    }
                }
            }
            return found;
        } catch (JedisDataException e) {
            throw Survey.refusedRead(connection, e);
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
    }
}
