package org.pimtools.migrator.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pimtools.common.cli.Tool;
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
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.LaterWorld;
import org.pimtools.testkit.world.Machine;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.VmState;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** A Remote Services host with a real Redis and simulated providers, and the plan that a planner would make for it. */
final class Host implements AutoCloseable {
    final World world;
    final Path directory;
    final RedisServer redis;
    private Providers providers;
    private boolean pinned = true;
    private List<Backup> backups = List.of();
    private final Identity identity = Identity.generate();

    /**
     * A backup server of the plans to come.
     *
     * @param password null when the plan has no login for it
     * @param pin null for plain HTTP
     * @param jobs their names by idVm
     */
    record Backup(
            int port, String user, String password, String pin, Map<String, String> options, Map<Long, String> jobs) {
        private PlanLine.Endpoint endpoint(int no) {
            return new PlanLine.Endpoint(
                    no,
                    ProviderKind.VEEAM,
                    "127.0.0.1",
                    port,
                    new TreeMap<>(Map.of("user", user)),
                    pin,
                    new TreeMap<>(options));
        }
    }

    /** What a command left behind. */
    record Said(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit " + exit + "\n" + out + "\n" + err;
        }
    }

    private Host(World world, Path directory, Providers providers, RedisServer redis) {
        this.world = world;
        this.directory = directory;
        this.providers = providers;
        this.redis = redis;
    }

    static Host start(World world, RedisLayout layout, Path directory) {
        return start(world, layout, directory, RedisServer.start());
    }

    /** @param redis is closed with the host */
    static Host start(World world, RedisLayout layout, Path directory, RedisServer redis) {
        Providers providers = Providers.start(world, directory);
        Host host = new Host(world, directory, providers, redis);
        try (Jedis jedis = host.jedis()) {
            world.seedRedis(jedis, 0, layout);
        }
        host.write(
                host.directory.resolve("night.identity"),
                host.identity.fileContent().reveal());
        host.closeToOthers(host.directory.resolve("night.identity"));
        return host;
    }

    Jedis jedis() {
        return new Jedis(redis.host(), redis.port());
    }

    RedisSnapshot snapshot() {
        try (Jedis jedis = jedis()) {
            return RedisSnapshot.of(jedis);
        }
    }

    Datacenter datacenter() {
        return world.datacenters().get(0);
    }

    /** A plan of now. */
    Path plan(String name) {
        return plan(name, "planner.key", Instant.now(), false);
    }

    /** A plan of a database that holds the provider IDs already. */
    Path planAgain(String name) {
        return plan(name, "planner.key", Instant.now(), false, true);
    }

    Path plan(String name, String plannerKey, Instant created, boolean rehearsal) {
        return plan(name, plannerKey, created, rehearsal, false);
    }

    private Path plan(String name, String plannerKey, Instant created, boolean rehearsal, boolean again) {
        return plan(
                name,
                plannerKey,
                created,
                rehearsal,
                vms -> world.forEachVm(0, vms),
                vm -> again && world.expected(vm) instanceof Expected.Resolved resolved ? resolved.providerId() : null);
    }

    /** Lets the plans to come have these backup servers, in this order. */
    void backups(Backup... servers) {
        backups = List.of(servers);
    }

    /** Lets the plans to come know no fingerprint. */
    void forgetPins() {
        pinned = false;
    }

    List<String> pins() {
        return providers.all().stream()
                .flatMap(provider -> provider.pin().stream())
                .toList();
    }

    /** Ends all vSphere servers; the KVM hosts stay. */
    void stopVsphere() {
        providers.close();
    }

    /** Lets a day go by for the providers; Redis stays as it is. */
    void waitFor(LaterWorld later) {
        providers.close();
        providers = Providers.start(world, later, directory);
    }

    /**
     * A plan of now, of the world a day later.
     *
     * @param held the provider ID that the database holds for a VM, or null
     */
    Path planLater(String name, LaterWorld later, Function<Vm, String> held) {
        return plan(name, "planner.key", Instant.now(), false, vms -> later.forEachVm(0, vms), held);
    }

    private Path plan(
            String name,
            String plannerKey,
            Instant created,
            boolean rehearsal,
            Consumer<Consumer<Vm>> all,
            Function<Vm, String> held) {
        Path plan = directory.resolve(name);
        UUID planId = UUID.randomUUID();
        PlannerKey key = PlannerKey.loadOrCreate(directory.resolve(plannerKey));
        PlanLine.Header header = new PlanLine.Header(
                planId,
                created,
                "test",
                rehearsal,
                SchemaProfile.shipped().name(),
                rehearsal
                        ? List.of()
                        : List.of(
                                new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            section(writer, planId, all, held);
            writer.finish();
            return plan;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void section(PlanWriter writer, UUID planId, Consumer<Consumer<Vm>> all, Function<Vm, String> held)
            throws IOException {
        Map<Endpoint, PlanLine.Endpoint> endpoints = new HashMap<>();
        List<EndpointSecret> secrets = new ArrayList<>();
        for (Providers.Provider provider : providers.all()) {
            int no = endpoints.size() + 1;
            ProviderKind type =
                    ProviderKind.of(provider.endpoint().type().typeName()).orElseThrow();
            TreeMap<String, String> options = new TreeMap<>();
            provider.libvirtFile()
                    .ifPresent(file ->
                            options.putAll(Map.of("driver", "test", "transport", "direct", "path", file.toString())));
            Place place = world.place(provider.endpoint());
            String pin = pinned ? provider.pin().orElse(null) : null;
            TreeMap<String, String> account =
                    new TreeMap<>(type.needsLogin(Map.of()) ? Map.of("user", place.user()) : Map.of());
            PlanLine.Endpoint endpoint =
                    new PlanLine.Endpoint(no, type, place.host(), place.port(), account, pin, options);
            endpoints.put(provider.endpoint(), endpoint);
            if (type.needsLogin(Map.of())) {
                secrets.add(EndpointSecret.of(endpoint, Map.of("password", Secret.of(place.password()))));
            }
        }
        List<PlanLine.Endpoint> backupServers = new ArrayList<>();
        for (Backup backup : backups) {
            PlanLine.Endpoint endpoint = backup.endpoint(endpoints.size() + backupServers.size() + 1);
            backupServers.add(endpoint);
            if (backup.password() != null) {
                secrets.add(EndpointSecret.of(endpoint, Map.of("password", Secret.of(backup.password()))));
            }
        }
        writer.startSection(new PlanLine.SectionStart(
                DatacenterId.of(datacenter().id()).orElseThrow(),
                datacenter().name(),
                SealedPart.seal(
                        planId,
                        DatacenterId.of(datacenter().id()).orElseThrow(),
                        secrets,
                        List.of(identity.recipient()))));
        for (Providers.Provider provider : providers.all()) {
            writer.write(endpoints.get(provider.endpoint()));
        }
        for (PlanLine.Endpoint server : backupServers) {
            writer.write(server);
        }
        for (Machine machine : datacenter().machines()) {
            writer.write(machine(machine, endpoints.get(machine.endpoint())));
        }
        List<PlanLine.Vm> vms = new ArrayList<>();
        all.accept(vm -> {
            if (vm.state().deployed() || vm.state() == VmState.LOCKED) {
                vms.add(new PlanLine.Vm(
                        vm.idVm(),
                        vm.uuid().toString(),
                        vm.name(),
                        vm.machine().idHypervisor(),
                        vm.state().name(),
                        vm.captured(),
                        held.apply(vm),
                        world.datastores(vm),
                        world.knownMacs(vm)));
            }
        });
        for (PlanLine.Vm vm : vms) {
            writer.write(vm);
        }
        jobs(writer, backupServers);
        writer.endSection();
    }

    private void jobs(PlanWriter writer, List<PlanLine.Endpoint> servers) throws IOException {
        long id = 0;
        for (int i = 0; i < backups.size(); i++) {
            for (Map.Entry<Long, String> job : new TreeMap<>(backups.get(i).jobs()).entrySet()) {
                writer.write(new PlanLine.BackupJob(
                        ++id,
                        job.getKey(),
                        "VEEAM",
                        null,
                        job.getValue(),
                        null,
                        servers.get(i).no()));
            }
        }
    }

    private static PlanLine.Machine machine(Machine machine, PlanLine.Endpoint endpoint) {
        String type = machine.endpoint().type().typeName();
        return switch (machine.endpoint().type()) {
            case VCENTER ->
                new PlanLine.Machine(
                        machine.idHypervisor(),
                        endpoint.no(),
                        type,
                        machine.hostAddress(),
                        443,
                        endpoint.address(),
                        endpoint.port(),
                        null,
                        null);
            case ESXI, AMAZON, AZURE, GOOGLE, VCLOUD, OCI, HYPERV ->
                new PlanLine.Machine(
                        machine.idHypervisor(),
                        endpoint.no(),
                        type,
                        endpoint.address(),
                        endpoint.port(),
                        null,
                        null,
                        null,
                        null);
            case KVM ->
                new PlanLine.Machine(
                        machine.idHypervisor(),
                        endpoint.no(),
                        type,
                        endpoint.address(),
                        endpoint.port(),
                        null,
                        null,
                        endpoint.address(),
                        8889);
        };
    }

    /** The arguments with those for this host's Redis and state. */
    List<String> arguments(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        if (!arguments[0].equals("status")) {
            all.addAll(List.of("--redis-host", redis.host(), "--redis-port", Integer.toString(redis.port())));
        }
        return all;
    }

    /** Runs a command with this host's Redis and state. */
    Said run(String... arguments) {
        return runWith(arguments(arguments));
    }

    /** Runs a command with this host's state and whatever Redis the arguments name. */
    Said runElsewhere(List<String> redisOptions, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        all.addAll(redisOptions);
        return runWith(all);
    }

    /** Runs a command with these arguments alone. */
    static Said runWith(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Tool.run(
                "pim-migrator",
                new PimMigrator(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                PimMigrator.withCommand(arguments.toArray(String[]::new)));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void closeToOthers(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String identity() {
        return directory.resolve("night.identity").toString();
    }

    /** The newest file of that name in the state directory. */
    Path newest(String ending) {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a run, also one that is under way, has left such a file. */
    boolean has(String file) {
        Path runs = directory.resolve("state").resolve(datacenter().id()).resolve("runs");
        String[] names = runs.toFile().list();
        return names != null
                && Arrays.stream(names)
                        .anyMatch(run -> Files.exists(runs.resolve(run).resolve(file)));
    }

    void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (redis) {
            providers.close();
        }
    }
}
