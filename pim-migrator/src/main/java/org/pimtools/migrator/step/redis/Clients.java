package org.pimtools.migrator.step.redis;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Who else is connected, as {@code CLIENT LIST} tells it (Redis documentation, CLIENT LIST). */
final class Clients {
    /** How often one looks whether a client that is listed really stays. */
    static final int LOOKS = 5;

    private static final long MILLIS_BETWEEN_LOOKS = 200;

    private Clients() {}

    /** One connection of the server. */
    record Client(long id, String address, String name, String flags) {
        /** Replication links and Sentinel watch over a server; they are no users of it. */
        boolean isOfTheServer() {
            return flags.contains("S") || flags.contains("M") || name.startsWith("sentinel-");
        }
    }

    /**
     * All but our own connection, and those of ours that were cut.
     *
     * @throws JedisDataException when the account may not list them
     */
    static List<Client> others(RedisConnection connection) {
        long own = connection.ownId();
        return all(connection).stream()
                .filter(client -> client.id() != own && !connection.wasOurs(client.id()))
                .toList();
    }

    /**
     * Those of {@link #others} that one means and that stay: the server lists a client that has just left for a moment more, behind a
     * proxy for longer.
     */
    static List<Client> staying(RedisConnection connection, int looks, Predicate<Client> meant) {
        List<Client> seen = others(connection).stream().filter(meant).toList();
        for (int look = 1; look < looks && !seen.isEmpty(); look++) {
            pause();
            seen = others(connection).stream().filter(meant).toList();
        }
        return seen;
    }

    private static void pause() {
        try {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The id of this connection. Before version 5.0 no command tells it: there it is found under a name that nobody else can have, which
     * is taken away again. So this must not be asked while the connection holds a name that counts.
     */
    static long ownId(RedisConnection connection) {
        try {
            return (Long) connection.ask(Command.CLIENT, "ID");
        } catch (JedisDataException unknownOrNotAllowed) {
            String name = RedisLock.PREFIX + "self:" + UUID.randomUUID();
            connection.ask(Command.CLIENT, "SETNAME", name);
            try {
                return all(connection).stream()
                        .filter(client -> client.name().equals(name))
                        .findFirst()
                        .map(Client::id)
                        .orElseThrow(() -> new JedisDataException("CLIENT LIST does not list this connection"));
            } finally {
                connection.ask(Command.CLIENT, "SETNAME", "");
            }
        }
    }

    private static List<Client> all(RedisConnection connection) {
        return RedisConnection.text(connection.ask(Command.CLIENT, "LIST"))
                .lines()
                .filter(line -> !line.isBlank())
                .map(Clients::parse)
                .toList();
    }

    private static Client parse(String line) {
        String id = "0";
        String address = "";
        String name = "";
        String flags = "";
        for (String field : line.strip().split(" ")) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1);
            switch (equals < 0 ? "" : field.substring(0, equals)) {
                case "id" -> id = value;
                case "addr" -> address = value;
                case "name" -> name = value;
                case "flags" -> flags = value;
                default -> {}
            }
        }
        return new Client(Long.parseLong(id), address, name, flags);
    }
}
