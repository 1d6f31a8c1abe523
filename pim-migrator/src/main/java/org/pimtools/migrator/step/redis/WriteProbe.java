package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.migrator.step.Refusal;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether a migration and a rollback may send everything that they send later. Writes and saves are queued in a transaction that is thrown
 * away: a server checks name, rights, keys and its own state when it queues a command, and executes nothing before EXEC (Redis
 * documentation, Transactions and ACL). So nothing is written, and no right to ask for rights is needed.
 */
final class WriteProbe {
    private static final byte[] ONE = Keys.number(1);
    private static final byte[] NAME = Keys.ascii("pim-probe");
    private static final byte[] VALUE = Keys.ascii("x");

    private final RedisConnection connection;
    private final Map<String, String> persistence;
    private final boolean synchronisedAlways;
    private final Map<String, String> denied = new TreeMap<>();
    private String unfit = "";

    private WriteProbe(RedisConnection connection) {
        this.connection = connection;
        this.persistence = connection.info("persistence");
        this.synchronisedAlways = Durability.isSynchronisedAlways(connection);
    }

    /** Every reason why changes could not be made, or not be saved; empty when there is none. */
    static List<Refusal> refusals(RedisConnection connection) {
        return new WriteProbe(connection).probe();
    }

    private List<Refusal> probe() {
        if (isAllowed(Command.WATCH, Keys.vm(1))) {
            isAllowed(Command.UNWATCH);
        }
        // only after its OK: what follows a refused MULTI would be executed
        if (isAllowed(Command.MULTI)) {
            isAllowed(Command.EXEC);
            leave();
        }
        if (denied.isEmpty() && isAllowed(Command.MULTI)) {
            queue();
            leave();
        }
        return refusals();
    }

    /** Ends the transaction, also one whose EXEC was refused; without one it is refused itself, which does no harm. */
    private void leave() {
        connection.send(Command.DISCARD);
        connection.next();
    }

    private void queue() {
        byte[] index = Keys.vmName(NAME);
        byte[] entry = Keys.cachedName(NAME);
        byte[] names = Keys.cachedNames(1);
        isAllowed(Command.HSET, Keys.vm(1), Keys.NAME, VALUE);
        for (byte[] set : List.of(index, entry)) {
            isAllowed(Command.SADD, set, ONE);
            isAllowed(Command.SREM, set, ONE);
            isAllowed(Command.SMOVE, set, set, ONE);
            isAllowed(Command.RENAME, set, set);
            isAllowed(Command.PTTL, set);
            isAllowed(Command.PEXPIRE, set, ONE);
        }
        isAllowed(Command.SADD, names, VALUE);
        isAllowed(Command.SREM, names, VALUE);
        if ("1".equals(persistence.get("aof_enabled"))) {
            queueAppendOnly();
        } else {
            isAllowed(Command.LASTSAVE);
            isAllowed(Command.TIME);
            isAllowed(Command.BGSAVE);
            if ("err".equals(persistence.get("rdb_last_bgsave_status"))) {
                unfit = "its last save failed";
            }
        }
    }

    /** A file that is synchronised by command or with every write need not be rewritten. */
    private void queueAppendOnly() {
        connection.send(Command.WAITAOF, ONE, Keys.number(0), ONE);
        if (connection.next() instanceof JedisDataException && !synchronisedAlways) {
            isAllowed(Command.BGREWRITEAOF);
        }
    }

    private boolean isAllowed(Command command, byte[]... arguments) {
        connection.send(command, arguments);
        if (!(connection.next() instanceof JedisDataException refused)) {
            return true;
        }
        String message = String.valueOf(refused.getMessage());
        if (isAboutTheServer(message)) {
            unfit = message;
        } else {
            denied.putIfAbsent(command.name(), message);
        }
        return false;
    }

    /** READONLY, MISCONF, NOREPLICAS and OOM say that nobody may write now, and are true of every command. */
    private static boolean isAboutTheServer(String message) {
        return message.startsWith("READONLY")
                || message.startsWith("MISCONF")
                || message.startsWith("NOREPLICAS")
                || message.startsWith("OOM");
    }

    private List<Refusal> refusals() {
        List<Refusal> refusals = new ArrayList<>();
        if (!denied.isEmpty()) {
            refusals.add(new Refusal(
                    "redis refuses " + denied.keySet().stream().collect(Collectors.joining(", ")) + ": "
                            + denied.values().iterator().next(),
                    "allow them to the account; where redis.conf renames or disables them (rename-command), take that back for the"
                            + " migration"));
        }
        if (!unfit.isEmpty()) {
            refusals.add(
                    new Refusal(
                            "redis takes no changes now, or could not save them: " + unfit,
                            "look at the log of redis (disk full, too few replicas, memory?) and fix it; BGSAVE shows whether it saves again"));
        }
        return refusals;
    }
}
