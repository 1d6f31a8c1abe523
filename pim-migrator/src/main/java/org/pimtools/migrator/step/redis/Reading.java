package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads what Redis holds of some targets, in one round trip when all is as expected: keys that are mostly absent are
 * asked for by one EXISTS for many targets, where the server counts keys, and read only when one of them is there.
 */
final class Reading {
    private static final int BLOCK = 32;

    private final RedisConnection connection;
    private final List<Target> targets;
    private final boolean watching;
    private final KnownAbsent expected;

    /**
     * @param watching whether the connection watches from now on all that is read
     * @param expected which keys are mostly absent
     */
    Reading(RedisConnection connection, List<Target> targets, boolean watching, KnownAbsent expected) {
        this.connection = connection;
        this.targets = targets;
        this.watching = watching;
        this.expected = connection.countsKeys() ? expected : KnownAbsent.NOTHING;
    }

    private List<Target> block(int from) {
        return targets.subList(from, Math.min(targets.size(), from + BLOCK));
    }

    private boolean asksBlocks() {
        return expected != KnownAbsent.NOTHING;
    }

    /** Puts the questions into the pipeline. */
    void ask() {
        if (targets.isEmpty()) {
            return;
        }
        if (watching) {
            List<byte[]> keys = new ArrayList<>(targets.size() * 6);
            Set<Long> caches = new HashSet<>();
            targets.forEach(target -> target.watch(keys, caches));
            connection.send(Command.WATCH, keys.toArray(byte[][]::new));
        }
        for (int from = 0; asksBlocks() && from < targets.size(); from += BLOCK) {
            List<byte[]> unexpected = new ArrayList<>(2 * BLOCK);
            block(from).forEach(target -> target.addKeys(unexpected, expected));
            connection.send(Command.EXISTS, unexpected.toArray(byte[][]::new));
        }
        targets.forEach(target -> target.ask(connection, expected));
    }

    /**
     * The states in the order of the targets.
     *
     * @throws org.pimtools.common.error.ToolException when the account may not watch
     */
    List<SubscriptionState> read() {
        if (targets.isEmpty()) {
            return List.of();
        }
        Object watched = watching ? connection.next() : null;
        List<Integer> otherwise = new ArrayList<>();
        for (int from = 0; asksBlocks() && from < targets.size(); from += BLOCK) {
            if (!Long.valueOf(0).equals(connection.next())) {
                otherwise.add(from);
            }
        }
        List<SubscriptionState> states = new ArrayList<>(targets.size());
        targets.forEach(target -> states.add(target.read(connection, expected)));
        if (watched instanceof JedisDataException error) {
            throw Survey.refusedRead(connection, error);
        }
        otherwise.forEach(from -> block(from).forEach(target -> target.ask(connection, KnownAbsent.NOTHING)));
        for (int from : otherwise) {
            for (int i = from; i < from + block(from).size(); i++) {
                states.set(i, targets.get(i).read(connection, KnownAbsent.NOTHING));
            }
        }
        return states;
    }
}
