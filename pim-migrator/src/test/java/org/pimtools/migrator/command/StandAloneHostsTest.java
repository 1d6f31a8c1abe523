package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereVm;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/**
 * A whole night over three stand-alone hosts as the simulator comes. They have the same hardware, and machines of the same names, so
 * that each of them is planned with two machines that the others are not planned with.
 */
@Tag("slow")
class StandAloneHostsTest {
    private static final int HOSTS = 3;
    private static final int OF_EACH = 2;
    private static final DatacenterId DATACENTER = DatacenterId.of("Abiquo-DC1").orElseThrow();

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final List<VcSim> hosts = new ArrayList<>();
    private final Map<Integer, VsphereVm> machines = new TreeMap<>();
    private RedisServer redis;

    @BeforeEach
    void start() {
        redis = servers.add(RedisServer.start());
        for (int host = 0; host < HOSTS; host++) {
            hosts.add(servers.add(VcSim.esxAsItComes(HOSTS * OF_EACH)));
            List<VsphereVm> all = hosts.get(host).listVms();
            assertEquals(HOSTS * OF_EACH, all.size());
            for (int i = 0; i < OF_EACH; i++) {
                int number = host * OF_EACH + i;
                machines.put(number + 1, all.get(number));
            }
        }
        try (Jedis jedis = jedis()) {
            seed(jedis);
        }
    }

    private Jedis jedis() {
        return new Jedis(redis.host(), redis.port());
    }

    /** The monitor's model as its mapper stores it: a machine with a cache, and a subscription for each VM. */
    private void seed(Jedis jedis) {
        for (int host = 1; host <= HOSTS; host++) {
            String id = Integer.toString(host);
            String address = "http://127.0.0.1:" + hosts.get(host - 1).port() + "/";
            jedis.sadd("PhysicalMachine:all", id);
            jedis.hset("PhysicalMachine:" + id, Map.of("address", address, "type", "VMX_04", "virtualMachines_id", id));
            jedis.sadd("PhysicalMachine:address:" + address, id);
            jedis.sadd("VirtualMachinesCache:all", id);
            jedis.hset("VirtualMachinesCache:" + id, "dummy", "workaround");
        }
        jedis.set("PhysicalMachine:id", Integer.toString(HOSTS));
        jedis.set("VirtualMachinesCache:id", Integer.toString(HOSTS));
        machines.forEach((number, vm) -> {
            String id = Integer.toString(number);
            String host = Integer.toString(hostOf(number));
            jedis.sadd("VirtualMachine:all", id);
            jedis.hset(
                    "VirtualMachine:" + id,
                    Map.of("name", vm.name(), "lastKnownState", "UNKNOWN", "physicalMachine_id", host));
            jedis.sadd("VirtualMachine:name:" + vm.name(), id);
            jedis.sadd("VirtualMachinesCache:" + host + ":cache", vm.name());
            jedis.sadd("VirtualMachinesCache:cache:" + vm.name(), host);
        });
        jedis.set("VirtualMachine:id", Integer.toString(machines.size()));
        jedis.save();
    }

    private static int hostOf(int number) {
        return (number - 1) / OF_EACH + 1;
    }

    private Path plan(Identity identity) throws IOException {
        UUID planId = UUID.randomUUID();
        PlannerKey key = PlannerKey.loadOrCreate(directory.resolve("planner.key"));
        PlanLine.Header header = new PlanLine.Header(
                planId,
                Instant.now(),
                "test",
                false,
                SchemaProfile.shipped().name(),
                List.of(new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        List<PlanLine.Endpoint> endpoints = new ArrayList<>();
        List<EndpointSecret> secrets = new ArrayList<>();
        for (VcSim host : hosts) {
            PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                    endpoints.size() + 1,
                    ProviderKind.VMX_04,
                    "127.0.0.1",
                    host.port(),
                    new TreeMap<>(Map.of("user", host.user())),
                    host.fingerprint(),
                    new TreeMap<>());
            endpoints.add(endpoint);
            secrets.add(EndpointSecret.of(endpoint, Map.of("password", Secret.of(host.password()))));
        }
        Path plan = directory.resolve("night.plan");
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            writer.startSection(new PlanLine.SectionStart(
                    DATACENTER, "Paris", SealedPart.seal(planId, DATACENTER, secrets, List.of(identity.recipient()))));
            for (PlanLine.Endpoint endpoint : endpoints) {
                writer.write(endpoint);
            }
            for (PlanLine.Endpoint endpoint : endpoints) {
                writer.write(new PlanLine.Machine(
                        endpoint.no(), endpoint.no(), "VMX_04", "127.0.0.1", endpoint.port(), null, null, null, null));
            }
            for (Map.Entry<Integer, VsphereVm> vm : machines.entrySet()) {
                writer.write(new PlanLine.Vm(
                        vm.getKey(),
                        new UUID(7, vm.getKey()).toString(),
                        vm.getValue().name(),
                        hostOf(vm.getKey()),
                        "ON",
                        true,
                        null));
            }
            writer.endSection();
            writer.finish();
        }
        return plan;
    }

    private Host.Said run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(
                "--state-dir",
                directory.resolve("state").toString(),
                "--redis-host",
                redis.host(),
                "--redis-port",
                Integer.toString(redis.port())));
        return Host.runWith(all);
    }

    private RedisSnapshot snapshot() {
        try (Jedis jedis = jedis()) {
            return RedisSnapshot.of(jedis);
        }
    }

    @Test
    void aWholeNightAndBack() throws IOException {
        Identity identity = Identity.generate();
        Path file = Files.writeString(
                directory.resolve("night.identity"), identity.fileContent().reveal());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String plan = plan(identity).toString();
        RedisSnapshot before = snapshot();

        Host.Said dryRun = run(plan, "--identity", file.toString());
        assertEquals(0, dryRun.exit(), dryRun::toString);
        assertEquals(List.of(), before.diff(snapshot()));
        Host.Said migrated = run(plan, "--identity", file.toString(), "--no-dry-run");
        assertEquals(0, migrated.exit(), migrated::toString);
        try (Jedis jedis = jedis()) {
            machines.forEach((number, vm) -> {
                String name = jedis.hget("VirtualMachine:" + number, "name");
                assertTrue(name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}#" + vm.moRef()), name);
            });
        }
        assertEquals(HOSTS * OF_EACH, rows("update.sql"));
        Host.Said verified = run("verify", "--identity", file.toString());
        assertEquals(0, verified.exit(), verified::toString);
        Host.Said back = run("rollback", "--no-dry-run");
        assertEquals(0, back.exit(), back::toString);
        assertEquals(List.of(), before.diff(snapshot()));
        Host.Said verifiedBack = run("verify");
        assertEquals(0, verifiedBack.exit(), verifiedBack::toString);
    }

    /** How many VMs a file of that ending has. */
    private long rows(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            Path file = files.filter(each -> each.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(file).stream()
                    .filter(line -> line.matches("\\([0-9]+,[0-9]+,.*"))
                    .count();
        }
    }
}
