package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/** A Remote Services host with a real Redis, one endpoint and its VMs, all of which are subscribed to. */
final class CloudHost implements AutoCloseable {
    private static final DatacenterId DATACENTER =
            DatacenterId.of("22222222-2222-4222-8222-222222222222").orElseThrow();

    private final Path directory;
    private final OneEndpoint.Description endpoint;
    private final List<String> names;
    private final RedisServer redis = RedisServer.start();

    private CloudHost(Path directory, OneEndpoint.Description endpoint, List<String> names) {
        this.directory = directory;
        this.endpoint = endpoint;
        this.names = List.copyOf(names);
    }

    /** @param names under which the platform knows the VMs */
    static CloudHost start(Path directory, OneEndpoint.Description endpoint, List<String> names) throws IOException {
        CloudHost host = new CloudHost(directory, endpoint, names);
        host.subscribe();
        host.plan();
        return host;
    }

    private void subscribe() {
        try (Jedis jedis = jedis()) {
            String address = "http://127.0.0.1:" + endpoint.port() + "/";
            jedis.set("PhysicalMachine:id", "1");
            jedis.sadd("PhysicalMachine:all", "1");
            jedis.hset(
                    "PhysicalMachine:1",
                    Map.of("address", address, "type", endpoint.kind().platformName(), "virtualMachines_id", "1"));
            jedis.sadd("PhysicalMachine:address:" + address, "1");
            jedis.set("VirtualMachinesCache:id", "1");
            jedis.sadd("VirtualMachinesCache:all", "1");
            jedis.hset("VirtualMachinesCache:1", "dummy", "workaround");
            jedis.set("VirtualMachine:id", Integer.toString(names.size()));
            for (int i = 0; i < names.size(); i++) {
                String id = Integer.toString(i + 1);
                String name = names.get(i);
                jedis.sadd("VirtualMachinesCache:1:cache", name);
                jedis.sadd("VirtualMachinesCache:cache:" + name, "1");
                jedis.sadd("VirtualMachine:all", id);
                jedis.hset(
                        "VirtualMachine:" + id,
                        Map.of("name", name, "lastKnownState", "UNKNOWN", "physicalMachine_id", "1"));
                jedis.sadd("VirtualMachine:name:" + name, id);
            }
        }
    }

    private void plan() throws IOException {
        PlanLine.Endpoint planned = endpoint.endpoint(1);
        NightPlan.write(
                directory.resolve("night.plan"),
                DATACENTER,
                List.of("virtualmachine"),
                List.of(endpoint.sealed(planned)),
                writer -> {
                    writer.write(planned);
                    writer.write(new PlanLine.Machine(
                            1,
                            1,
                            planned.type().platformName(),
                            planned.address(),
                            planned.port(),
                            null,
                            null,
                            null,
                            null));
                    for (int i = 0; i < names.size(); i++) {
                        writer.write(
                                new PlanLine.Vm(i + 1, new UUID(4, i).toString(), names.get(i), 1, "ON", true, null));
                    }
                });
    }

    private Jedis jedis() {
        return new Jedis(redis.host(), redis.port());
    }

    private RedisSnapshot snapshot() {
        try (Jedis jedis = jedis()) {
            return RedisSnapshot.of(jedis);
        }
    }

    /**
     * Plays the night: dry run, migration, rollback; each VM gets its ID, and in the end Redis is as it was.
     *
     * @return what the dry run printed
     */
    String migrateAndRollBack(Map<String, String> idsByName) throws IOException {
        RedisSnapshot before = snapshot();
        String plan = directory.resolve("night.plan").toString();
        String identity = directory.resolve("night.identity").toString();
        String printed = run("run", plan, "--identity", identity);
        assertEquals(List.of(), before.diff(snapshot()), "a dry run only reads");
        run("run", plan, "--identity", identity, "--no-dry-run");
        Map<String, String> held = new TreeMap<>();
        try (Jedis jedis = jedis()) {
            for (int i = 0; i < names.size(); i++) {
                String name = jedis.hget("VirtualMachine:" + (i + 1), "name");
                held.put(names.get(i), name);
                assertEquals(Set.of(Integer.toString(i + 1)), jedis.smembers("VirtualMachine:name:" + name));
            }
        }
        assertEquals(new TreeMap<>(idsByName), held);
        String sql = Files.readString(newest("-update.sql"));
        for (String id : idsByName.values()) {
            assertTrue(sql.contains("'" + id + "'") || sql.contains(hex(id)), () -> id + " is not in\n" + sql);
        }
        run("rollback", "--no-dry-run");
        assertEquals(List.of(), before.diff(snapshot()), "all is as it was");
        leavesNoSecret();
        return printed;
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing that was written names a password or a key. */
    private void leavesNoSecret() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                endpoint.secrets().values().forEach(secret -> assertTrue(!content.contains(secret), file::toString));
            }
        }
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--state-dir",
                directory.resolve("state").toString(),
                "--redis-host",
                redis.host(),
                "--redis-port",
                Integer.toString(redis.port())));
        Host.Said ended = Host.runWith(all);
        String said = ended.out() + ended.err();
        assertEquals(0, ended.exit(), said);
        endpoint.secrets().values().forEach(secret -> assertTrue(!said.contains(secret), said));
        return said;
    }

    private Path newest(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
