package org.pimtools.migrator.step.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** One subscription that is to be re-keyed from one name to another, and the keys that this touches. */
final class Target {
    final long id;
    final long cache;
    final byte[] oldName;
    final byte[] newName;
    final byte[] vm;
    final byte[] oldIndex;
    final byte[] newIndex;
    final byte[] cachedNames;
    final byte[] oldEntry;
    final byte[] newEntry;

    /** @param cache 0 when the machine has none */
    Target(long id, long cache, byte[] oldName, byte[] newName) {
        this.id = id;
        this.cache = cache;
        this.oldName = oldName;
        this.newName = newName;
        this.vm = Keys.vm(id);
        this.oldIndex = Keys.vmName(oldName);
        this.newIndex = Keys.vmName(newName);
        this.cachedNames = Keys.cachedNames(cache);
        this.oldEntry = Keys.cachedName(oldName);
        this.newEntry = Keys.cachedName(newName);
    }

    /** Adds the keys that must not change between looking and writing. */
    void watch(List<byte[]> keys, Set<Long> watchedCaches) {
        keys.add(vm);
        keys.add(oldIndex);
        keys.add(newIndex);
        if (cache > 0) {
            keys.add(oldEntry);
            keys.add(newEntry);
            if (watchedCaches.add(cache)) {
                keys.add(cachedNames);
            }
        }
    }

    /** Asks for everything that a {@link State} is made of; reads only. */
    void ask(RedisConnection connection) {
        connection.send(Command.HMGET, vm, Keys.NAME, Keys.MACHINE_OF_VM);
        connection.send(Command.SMEMBERS, oldIndex);
        connection.send(Command.SMEMBERS, newIndex);
        if (cache > 0) {
            askCache(connection);
        }
    }

    void askCache(RedisConnection connection) {
        connection.send(Command.SMEMBERS, oldEntry);
        connection.send(Command.SMEMBERS, newEntry);
        connection.sendAreMembers(cachedNames, oldName, newName);
    }

    /** Reads the replies to {@link #ask}, all of them. */
    State read(RedisConnection connection) {
        Object hash = connection.next();
        Object old = connection.next();
        Object fresh = connection.next();
        return cache > 0 ? readCache(connection, hash, old, fresh) : State.of(this, hash, old, fresh);
    }

    /** Reads the replies to {@link #askCache}. */
    State readCache(RedisConnection connection, Object hash, Object old, Object fresh) {
        return State.of(this, hash, old, fresh, connection.next(), connection.next(), connection.nextAreMembers());
    }

    static boolean isWrongType(JedisDataException error) {
        return String.valueOf(error.getMessage()).startsWith("WRONGTYPE");
    }

    boolean isOld(byte[] name) {
        return Arrays.equals(name, oldName);
    }

    boolean isNew(byte[] name) {
        return Arrays.equals(name, newName);
    }

    /** Whether a reply to {@code HMGET name physicalMachine_id} is of a VM that has the old name on this machine. */
    boolean isOldNameOf(Object hash, long machine) {
        return hash instanceof List<?> fields && isOld((byte[]) fields.get(0)) && State.machine(hash) == machine;
    }
}
