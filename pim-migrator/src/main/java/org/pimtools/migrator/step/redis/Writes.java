package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/** The writes of one transaction for one subscription. Sets never become empty on the way, so they keep their TTL. */
final class Writes {
    private final List<Write> writes = new ArrayList<>(6);

    private record Write(Command command, byte[][] arguments) {}

    void add(Command command, byte[]... arguments) {
        writes.add(new Write(command, arguments));
    }

    /** Replaces one member of a set by another. */
    void replace(byte[] set, byte[] member, byte[] by) {
        add(Command.SADD, set, by);
        add(Command.SREM, set, member);
    }

    /**
     * Moves a member from one index to another, or what is left to do of that. A key that would vanish is renamed instead, and keeps its TTL.
     *
     * @param fromMembers what the first set holds
     * @param toMembers what the second set holds
     */
    void move(byte[] from, byte[] to, long member, long[] fromMembers, long[] toMembers) {
        boolean inFrom = SubscriptionState.holds(fromMembers, member);
        boolean inTo = SubscriptionState.holds(toMembers, member);
        if (inFrom && !inTo) {
            if (isRenaming(member, fromMembers, toMembers)) {
                add(Command.RENAME, from, to);
            } else {
                add(Command.SMOVE, from, to, Keys.number(member));
            }
        } else if (inFrom) {
            add(Command.SREM, from, Keys.number(member));
        } else if (!inTo) {
            add(Command.SADD, to, Keys.number(member));
        }
    }

    static boolean isRenaming(long member, long[] fromMembers, long[] toMembers) {
        return fromMembers.length == 1 && fromMembers[0] == member && toMembers.length == 0;
    }

    int send(RedisConnection connection) {
        for (Write write : writes) {
            connection.send(write.command(), write.arguments());
        }
        return writes.size();
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }
}
