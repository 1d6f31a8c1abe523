package org.pimtools.migrator.step.redis;

import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What Redis holds of one {@link Target} at one moment.
 *
 * @param error the first error among the replies, or null; nothing else is known then
 * @param machine the VM's machine, or -1 when its hash does not say
 * @param old the members of the index of the old name; -1 for what is no id
 * @param fresh those of the new name
 * @param oldCaches the caches that hold the old name, by their index
 * @param newCaches those that hold the new name
 */
record SubscriptionState(
        JedisDataException error,
        int marks,
        long machine,
        long[] old,
        long[] fresh,
        long[] oldCaches,
        long[] newCaches) {
    private static final long[] NONE = {};

    static SubscriptionState of(Target target, Object hash, Object old, Object fresh) {
        return of(target, hash, old, fresh, List.of(), List.of(), new Object[] {0L, 0L});
    }

    static SubscriptionState of(
            Target target, Object hash, Object old, Object fresh, Object oldCaches, Object newCaches, Object[] held) {
        for (Object reply : new Object[] {hash, old, fresh, oldCaches, newCaches, held[0], held[1]}) {
            if (reply instanceof JedisDataException error) {
                return new SubscriptionState(error, 0, -1, NONE, NONE, NONE, NONE);
            }
        }
        byte[] name = (byte[]) ((List<?>) hash).get(0);
        long[] oldIds = ids(old);
        long[] newIds = ids(fresh);
        long[] oldEntries = ids(oldCaches);
        long[] newEntries = ids(newCaches);
        int marks = (target.isOld(name) ? RekeyState.HASH_OLD : 0)
                | (target.isNew(name) ? RekeyState.HASH_NEW : 0)
                | (holds(oldIds, target.id) ? RekeyState.INDEX_OLD : 0)
                | (holds(newIds, target.id) ? RekeyState.INDEX_NEW : 0)
                | (Long.valueOf(1).equals(held[0]) ? RekeyState.CACHE_OLD : 0)
                | (Long.valueOf(1).equals(held[1]) ? RekeyState.CACHE_NEW : 0)
                | (target.cache > 0 && holds(oldEntries, target.cache) ? RekeyState.ENTRY_OLD : 0)
                | (target.cache > 0 && holds(newEntries, target.cache) ? RekeyState.ENTRY_NEW : 0);
        return new SubscriptionState(null, marks, machine(hash), oldIds, newIds, oldEntries, newEntries);
    }

    /** The machine that a reply to {@code HMGET name physicalMachine_id} names. */
    static long machine(Object hash) {
        return Keys.id((byte[]) ((List<?>) hash).get(1));
    }

    boolean has(int mark) {
        return RekeyState.has(marks, mark);
    }

    /** Whether the hash has either of the two names; it has none when the VM is gone. */
    boolean isOurs() {
        return has(RekeyState.HASH_OLD | RekeyState.HASH_NEW);
    }

    static long[] ids(Object members) {
        List<?> list = (List<?>) members;
        if (list.isEmpty()) {
            return NONE;
        }
        long[] ids = new long[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Keys.id((byte[]) list.get(i));
        }
        return ids;
    }

    static boolean holds(long[] ids, long id) {
        for (long each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }
}
