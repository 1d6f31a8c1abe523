package org.pimtools.migrator.step.redis;

import java.util.List;
import java.util.UUID;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import redis.clients.jedis.Protocol.Command;

/**
 * One migrator per datacenter: the holder's connection carries a name, which dies with the process and writes no key. Of two
 * that take it at once, the connection that is older keeps it.
 */
record RedisLock(String name) {
    static final String PREFIX = "pim-migrator:";

    static RedisLock of(UUID datacenter) {
        return new RedisLock(PREFIX + datacenter);
    }

    /** The name of the holder's second connection, which is no sign of another migrator. */
    String companionName() {
        return name + ":2";
    }

    /** @throws ToolException with {@link ExitCode#UNSAFE} when another connection holds it */
    void take(RedisConnection connection) {
        connection.ask(Command.CLIENT, "SETNAME", name);
        long own = Clients.ownId(connection);
        List<Clients.Client> older =
                Clients.staying(connection, client -> client.name().equals(name) && client.id() < own);
        if (!older.isEmpty()) {
            connection.ask(Command.CLIENT, "SETNAME", "");
            throw Refusal.anotherMigrator(older.get(0).address()).exception();
        }
    }
}
