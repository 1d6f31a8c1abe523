package org.pimtools.migrator.step.redis;

import org.pimtools.migrator.step.Outcome;
import redis.clients.jedis.Protocol.Command;

/** Decides how a subscription gets its new name, provided that it still is as it was. */
record Rekeying(Target target, UndoRecord before, long hypervisor, Model model) implements Transaction.Decision {
    @Override
    public KnownAbsent expected() {
        return KnownAbsent.NEW_NAME;
    }

    @Override
    public Outcome decide(SubscriptionState state, Writes writes, RedisConnection connection) {
        if (state.error() != null) {
            return new Outcome.Moved(
                    "a key of the subscription cannot be read: " + state.error().getMessage());
        }
        int marks = state.marks();
        if (!state.isOurs()) {
            return new Outcome.Moved("VirtualMachine:" + target.id + " is gone or has another name");
        }
        if (!RekeyState.isPending(marks) && state.has(RekeyState.HASH_NEW)) {
            return new Outcome.Applied();
        }
        if (marks != before.marks() || !isOnItsMachine(state)) {
            return new Outcome.Moved("VirtualMachine:" + target.id + " is not as it was");
        }
        if (state.fresh().length > (state.has(RekeyState.INDEX_NEW) ? 1 : 0)) {
            return new Outcome.Moved("the provider ID was given to another subscription");
        }
        rekey(state, writes);
        return new Outcome.Applied();
    }

    private boolean isOnItsMachine(SubscriptionState state) {
        if (state.machine() < 0) {
            return model.layout() == Layout.MONITOR_INDEX;
        }
        return model.machines().isOn(state.machine(), hypervisor)
                && model.machines().cacheOf(state.machine()) == before.cache();
    }

    private void rekey(SubscriptionState state, Writes writes) {
        int marks = state.marks();
        if (RekeyState.has(marks, RekeyState.HASH_OLD)) {
            writes.add(Command.HSET, target.vm, Keys.NAME, target.newName);
        }
        if (RekeyState.isSubscribedAsOld(marks)) {
            writes.move(target.oldIndex, target.newIndex, target.id, state.old(), state.fresh());
        }
        if (RekeyState.isCachedAsOld(marks)) {
            writes.replace(target.cachedNames, target.oldName, target.newName);
        }
        if (RekeyState.isEntryMoved(marks)) {
            writes.move(target.oldEntry, target.newEntry, target.cache, state.oldCaches(), state.newCaches());
        }
    }
}
