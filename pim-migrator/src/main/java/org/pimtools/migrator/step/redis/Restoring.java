package org.pimtools.migrator.step.redis;

import org.pimtools.migrator.step.Outcome;
import redis.clients.jedis.Protocol.Command;

/** Decides how a subscription gets back what it was, wherever Redis still holds what re-keying wrote. */
record Restoring(Target target, UndoRecord before) implements Transaction.Decision {
    @Override
    public KnownAbsent expected() {
        return KnownAbsent.OLD_NAME;
    }

    @Override
    public Outcome decide(SubscriptionState state, Writes writes, RedisConnection connection) {
        if (state.error() != null) {
            return new Outcome.Moved(
                    "a key of the subscription cannot be read: " + state.error().getMessage());
        }
        if (!state.isOurs()) {
            return new Outcome.Moved("VirtualMachine:" + target.id + " is gone or has another name");
        }
        if (oldNameIsInUse(state, connection)) {
            return new Outcome.Moved("the machine has another subscription of the old name");
        }
        if (before.has(RekeyState.HASH_OLD) && state.has(RekeyState.HASH_NEW)) {
            writes.add(Command.HSET, target.vm, Keys.NAME, target.oldName);
        }
        moveBack(
                connection,
                writes,
                new Index(target.newIndex, state.fresh(), before.has(RekeyState.INDEX_NEW)),
                new Index(target.oldIndex, state.old(), before.has(RekeyState.INDEX_OLD)),
                target.id);
        restoreCache(state, writes, connection);
        return new Outcome.Applied();
    }

    /** One of the two sets that index something by its name, with what it holds and whether it is to hold the member. */
    private record Index(byte[] key, long[] members, boolean wanted) {}

    private void restoreCache(SubscriptionState state, Writes writes, RedisConnection connection) {
        if (RekeyState.isCachedAsOld(before.marks())) {
            if (!state.has(RekeyState.CACHE_NEW)) {
                return;
            }
            if (!state.has(RekeyState.CACHE_OLD)) {
                writes.add(Command.SADD, target.cachedNames, target.oldName);
            }
            if (!before.has(RekeyState.CACHE_NEW)) {
                writes.add(Command.SREM, target.cachedNames, target.newName);
            }
        }
        if (RekeyState.isEntryMoved(before.marks())) {
            moveBack(
                    connection,
                    writes,
                    new Index(target.newEntry, state.newCaches(), before.has(RekeyState.ENTRY_NEW)),
                    new Index(target.oldEntry, state.oldCaches(), before.has(RekeyState.ENTRY_OLD)),
                    target.cache);
        }
    }

    private void moveBack(RedisConnection connection, Writes writes, Index from, Index to, long member) {
        if (to.wanted() && !from.wanted()) {
            long ttl = 0;
            if (from.members().length == 1 && !Writes.isRenaming(member, from.members(), to.members())) {
                ttl = inheritedTtl(from, to, connection);
            }
            writes.move(from.key(), to.key(), member, from.members(), to.members());
            if (ttl > 0) {
                writes.add(Command.PEXPIRE, to.key(), Keys.number(ttl));
            }
            return;
        }
        if (to.wanted() && !SubscriptionState.holds(to.members(), member)) {
            writes.add(Command.SADD, to.key(), Keys.number(member));
        }
        if (!from.wanted() && SubscriptionState.holds(from.members(), member)) {
            writes.add(Command.SREM, from.key(), Keys.number(member));
        }
    }

    /** A key of ours has a TTL only because it was renamed from one that had; it goes back to that one. */
    private long inheritedTtl(Index from, Index to, RedisConnection connection) {
        connection.send(Command.PTTL, from.key());
        connection.send(Command.PTTL, to.key());
        Object fromTtl = connection.next();
        Object toTtl = connection.next();
        return fromTtl instanceof Long ttl && Long.valueOf(-1).equals(toTtl) ? ttl : 0;
    }

    private boolean oldNameIsInUse(SubscriptionState state, RedisConnection connection) {
        if (!before.has(RekeyState.HASH_OLD) || state.has(RekeyState.HASH_OLD)) {
            return false;
        }
        for (long other : state.old()) {
            if (other > 0 && other != target.id && isHere(other, state.machine(), connection)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHere(long vm, long machine, RedisConnection connection) {
        connection.send(Command.HMGET, Keys.vm(vm), Keys.NAME, Keys.MACHINE_OF_VM);
        return target.isOldNameOf(connection.next(), machine);
    }
}
