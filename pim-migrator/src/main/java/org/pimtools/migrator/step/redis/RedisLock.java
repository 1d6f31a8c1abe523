package org.pimtools.migrator.step.redis;

import java.util.List;
import java.util.function.Predicate;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.step.Refusal;
import redis.clients.jedis.Protocol.Command;

/**
 * One migrator per datacenter: the holder's connection carries a name, which dies with the process and writes no key. Of two
 * that take it at once, the connection that is older gets it.
 */
record RedisLock(String name) {
    static final String PREFIX = "pim-migrator:";

    static RedisLock of(DatacenterId datacenter) {
        return new RedisLock(PREFIX + DatacenterFiles.directory(datacenter));
    }

    /** The name of the holder's second connection, which is no sign of another migrator. */
    String companionName() {
        return name + ":2";
    }

    /**
     * Yields to an older connection of the name, and to a younger one that does not yield in turn: it had the lock before this one asked.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} when another connection holds it
     */
    void take(RedisConnection connection) {
        long own = connection.ownId();
        connection.ask(Command.CLIENT, "SETNAME", name);
        yieldTo(connection, Clients.LOOKS, client -> client.name().equals(name) && client.id() < own);
        yieldTo(connection, 5 * Clients.LOOKS, client -> client.name().equals(name));
    }

    private static void yieldTo(RedisConnection connection, int looks, Predicate<Clients.Client> holder) {
        List<Clients.Client> holders = Clients.staying(connection, looks, holder);
        if (!holders.isEmpty()) {
            connection.ask(Command.CLIENT, "SETNAME", "");
            throw anotherMigrator(holders.get(0).address()).exception();
        }
    }

    static Refusal anotherMigrator(String address) {
        return new Refusal(
                "another migrator works on this redis, from " + address,
                "wait until it has ended, or stop it; its work can be resumed");
    }
}
