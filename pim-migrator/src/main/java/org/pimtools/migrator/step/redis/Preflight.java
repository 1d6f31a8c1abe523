package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.step.Refusal;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Whether it is safe to migrate this Redis now. */
public final class Preflight {
    private static final int NAMED_CLIENTS = 3;

    private Preflight() {}

    /** Every reason not to migrate, empty when there is none; reads only and takes no lock. */
    public static List<Refusal> check(RedisConnection connection, DatacenterId datacenter) {
        List<Refusal> refusals = new ArrayList<>();
        try {
            if (isSentinel(connection)) {
                return List.of(sentinel(connection));
            }
            checkServer(connection, refusals);
            // who holds the lock has asked already, and may have to wait for nothing else any more
            if (refusals.isEmpty() && !connection.holds(RedisLock.of(datacenter))) {
                refusals.addAll(WriteProbe.refusals(connection));
            }
            checkClients(connection, RedisLock.of(datacenter), refusals);
            if (Recogniser.recognise(connection) instanceof Recognition.Unknown unknown) {
                refusals.add(unknown.refusal());
            }
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
        return List.copyOf(refusals);
    }

    /**
     * Takes the lock of the datacenter, which this connection then holds until it is closed.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} and all reasons when there is any not to migrate
     */
    public static void enter(RedisConnection connection, DatacenterId datacenter) {
        try {
            if (isSentinel(connection)) {
                throw sentinel(connection).exception();
            }
            connection.hold(RedisLock.of(datacenter));
        } catch (JedisDataException e) {
            throw clientsHidden(e).exception();
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
        List<Refusal> refusals = new ArrayList<>(check(connection, datacenter));
        if (refusals.isEmpty()) {
            refusals.addAll(probed(connection));
        }
        if (refusals.size() == 1) {
            throw refusals.get(0).exception();
        }
        if (!refusals.isEmpty()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    String.join("; ", refusals.stream().map(Refusal::message).toList()),
                    String.join("; ", refusals.stream().map(Refusal::hint).toList()));
        }
    }

    private static List<Refusal> probed(RedisConnection connection) {
        try {
            return WriteProbe.refusals(connection);
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
    }

    /** A Sentinel watches over servers and has no data; it does not even know most commands. */
    private static boolean isSentinel(RedisConnection connection) {
        try {
            return ServerFacts.isSentinel(connection.info("server"));
        } catch (JedisDataException notAllowed) {
            return false;
        }
    }

    private static Refusal sentinel(RedisConnection connection) {
        return new Refusal(
                "redis at " + connection.address() + " is a Sentinel, which has no data",
                "give the address of the primary: redis-cli sentinel masters reports it");
    }

    private static void checkServer(RedisConnection connection, List<Refusal> refusals) {
        try {
            Map<String, String> server = connection.info("server");
            ServerVersion.tooOld(server, connection.address()).ifPresent(refusals::add);
            Map<String, String> replication = connection.info("replication");
            if (!"master".equals(replication.get("role"))) {
                refusals.add(new Refusal(
                        "redis at " + connection.address() + " is a replica of "
                                + replication.getOrDefault("master_host", "another server"),
                        "give the address of the primary"));
            }
            if ("1".equals(connection.info("cluster").get("cluster_enabled"))) {
                refusals.add(new Refusal(
                        "redis at " + connection.address() + " is a node of a cluster",
                        "the monitor's model does not live in a cluster: check the address"));
            }
        } catch (JedisDataException e) {
            refusals.add(new Refusal(
                    "redis does not let this account see its state: " + e.getMessage(),
                    "allow INFO to the account, then run again"));
        }
    }

    private static void checkClients(RedisConnection connection, RedisLock lock, List<Refusal> refusals) {
        List<Clients.Client> foreign;
        try {
            if (!connection.holds(lock)) {
                Clients.staying(
                                connection,
                                Clients.LOOKS,
                                client -> client.name().equals(lock.name()))
                        .stream()
                        .findFirst()
                        .ifPresent(client -> refusals.add(RedisLock.anotherMigrator(client.address())));
            }
            foreign = Clients.staying(
                    connection,
                    Clients.LOOKS,
                    client -> !client.name().startsWith(RedisLock.PREFIX) && !client.isOfTheServer());
        } catch (JedisDataException e) {
            refusals.add(clientsHidden(e));
            return;
        }
        if (!foreign.isEmpty()) {
            refusals.add(new Refusal(
                    "the platform runs: " + foreign.size() + " other client(s) of redis, for instance "
                            + foreign.stream()
                                    .limit(NAMED_CLIENTS)
                                    .map(client -> client.address()
                                            + (client.name().isEmpty() ? "" : " (" + client.name() + ")"))
                                    .collect(Collectors.joining(", ")),
                    "stop the platform on every host that uses this redis (CLIENT LIST shows who is connected)"));
        }
    }

    private static Refusal clientsHidden(JedisDataException cause) {
        return new Refusal(
                "redis does not let this account see who else is connected: " + cause.getMessage(),
                "allow INFO, CLIENT ID, CLIENT LIST and CLIENT SETNAME to the account, then run again");
    }
}
