package org.pimtools.migrator.step.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.PendingChange;
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

    /** That of a change that was made; empty when its record cannot be read. */
    static Optional<Target> of(PendingChange<Change.Rekey, UndoRecord> made) {
        return oldName(made)
                .map(oldName -> new Target(
                        made.undo().id(),
                        made.undo().cache(),
                        Keys.utf8(oldName),
                        Keys.utf8(made.change().providerId())));
    }

    /** Which of its names a subscription had before; empty when its record cannot be read. */
    static Optional<String> oldName(PendingChange<Change.Rekey, UndoRecord> made) {
        List<String> oldNames = made.change().oldNames();
        return Optional.ofNullable(made.undo())
                .map(UndoRecord::name)
                .filter(name -> name >= 0 && name < oldNames.size())
                .map(oldNames::get);
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

    /** Adds the two keys that are named after one of the names. */
    void addKeys(List<byte[]> keys, KnownAbsent name) {
        keys.add(name == KnownAbsent.OLD_NAME ? oldIndex : newIndex);
        keys.add(name == KnownAbsent.OLD_NAME ? oldEntry : newEntry);
    }

    /** Asks for everything that a {@link SubscriptionState} is made of, but for what is missing; reads only. */
    void ask(RedisConnection connection, KnownAbsent missing) {
        connection.send(Command.HMGET, vm, Keys.NAME, Keys.MACHINE_OF_VM);
        askMembers(connection, missing, oldIndex, newIndex);
        if (cache > 0) {
            askCache(connection, missing);
        }
    }

    void askCache(RedisConnection connection, KnownAbsent missing) {
        askMembers(connection, missing, oldEntry, newEntry);
        connection.sendAreMembers(cachedNames, oldName, newName);
    }

    private static void askMembers(RedisConnection connection, KnownAbsent missing, byte[] ofOld, byte[] ofNew) {
        if (missing != KnownAbsent.OLD_NAME) {
            connection.send(Command.SMEMBERS, ofOld);
        }
        if (missing != KnownAbsent.NEW_NAME) {
            connection.send(Command.SMEMBERS, ofNew);
        }
    }

    /** Reads the replies to {@link #ask}, all of them. */
    SubscriptionState read(RedisConnection connection, KnownAbsent missing) {
        Object hash = connection.next();
        Object old = members(connection, missing, KnownAbsent.OLD_NAME);
        Object fresh = members(connection, missing, KnownAbsent.NEW_NAME);
        return cache > 0
                ? readCache(connection, missing, hash, old, fresh)
                : SubscriptionState.of(this, hash, old, fresh);
    }

    /** Reads the replies to {@link #askCache}. */
    SubscriptionState readCache(
            RedisConnection connection, KnownAbsent missing, Object hash, Object old, Object fresh) {
        return SubscriptionState.of(
                this,
                hash,
                old,
                fresh,
                members(connection, missing, KnownAbsent.OLD_NAME),
                members(connection, missing, KnownAbsent.NEW_NAME),
                connection.nextAreMembers());
    }

    private static Object members(RedisConnection connection, KnownAbsent missing, KnownAbsent name) {
        return missing == name ? List.of() : connection.next();
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
        return hash instanceof List<?> fields
                && isOld((byte[]) fields.get(0))
                && SubscriptionState.machine(hash) == machine;
    }
}
