package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.pimtools.testkit.doubles.Fault;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.Libvirt;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Simulations;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.VmState;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/**
 * A platform that runs: the database, a Redis per datacenter, a vCenter per datacenter, the files of libvirt's test driver for
 * the KVM hosts and doubles of clouds, all filled with what the world says, and backup servers where they are asked for.
 * Where {@code vcsim} is not installed, the vCenter is a double.
 */
final class Platform implements AutoCloseable {
    static final String READER = "pim_reader";
    static final String UPDATER = "pim_updater";

    private static final String PASSWORD = "night-shift-7";

    /** What plays the vCenters. */
    enum Vsphere {
        /** VMware's simulator, or where it is not installed the double. */
        SIMULATOR,
        /** The testkit's double, which can be asked for its requests. */
        DOUBLE
    }

    private final World world;
    private final Vsphere vsphere;
    private final BackupSite backups;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Endpoint, String> pins = new HashMap<>();
    private Clouds clouds;
    private final Map<Endpoint, Path> libvirtFiles = new HashMap<>();
    private final List<RedisServer> redis = new ArrayList<>();
    private Database kinton;
    private String databaseVersion;
    private final List<VsphereDouble> doubles = new ArrayList<>();

    private Platform(World world, Vsphere vsphere, BackupSite backups) {
        this.world = world;
        this.vsphere = vsphere;
        this.backups = backups;
        running.push(backups);
    }

    /** Whether the tools find libvirt where they run. */
    static boolean hasLibvirt() {
        return Libvirt.isInstalledIn(Path.of(System.getProperty(Tool.INSTALLED, "/")));
    }

    /** The usual world, without KVM hosts where libvirt is not installed. */
    static Traits traits(Traits.Sites wanted) {
        return Traits.standard().with(hasLibvirt() ? wanted : new Traits.Sites(wanted.others(), 0));
    }

    /** Starts and fills everything but backup servers; {@code directory} takes the files of libvirt's test driver. */
    static Platform start(World world, Path directory, Vsphere vsphere) {
        return start(world, directory, vsphere, BackupSite.none(world));
    }

    /** @param backups closed with the platform */
    static Platform start(World world, Path directory, Vsphere vsphere, BackupSite backups) {
        return start(world, directory, vsphere, backups, Clouds.Crowd.NONE);
    }

    /**
     * @param backups closed with the platform
     * @param crowd what the clouds have besides
     */
    static Platform start(World world, Path directory, Vsphere vsphere, BackupSite backups, Clouds.Crowd crowd) {
        Platform platform = new Platform(world, vsphere, backups);
        CompletableFuture<MariaDbServer> server = CompletableFuture.supplyAsync(MariaDbServer::start);
        try {
            try {
                platform.startProviders(directory, crowd);
            } finally {
                platform.running.push(server.join());
            }
            CompletableFuture<List<RedisServer>> redis = CompletableFuture.supplyAsync(platform::startRedis);
            try {
                platform.fill(server.join());
            } finally {
                platform.redis.addAll(redis.join());
                platform.redis.forEach(platform.running::push);
            }
            return platform;
        } catch (SQLException e) {
            platform.close();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    World world() {
        return world;
    }

    BackupSite backups() {
        return backups;
    }

    Database kinton() {
        return kinton;
    }

    /** The password of {@link #READER} and {@link #UPDATER}. */
    String databasePassword() {
        return PASSWORD;
    }

    /** The vCenters cut the connection in the middle of an answer. @param times how often each of them does */
    ChaosHarm cutVsphere(int times) {
        doubles.forEach(one -> one.inject(new Fault.CutsAtPage(1, times)));
        return ChaosHarm.until(() -> doubles.forEach(VsphereDouble::heal));
    }

    /** How many requests the doubles were sent so far. */
    long vsphereRequests() {
        return doubles.stream().mapToLong(one -> one.log().calls().size()).sum();
    }

    RedisServer redis(Datacenter datacenter) {
        return redis.get(datacenter.index());
    }

    Jedis connectToRedis(Datacenter datacenter) {
        return new Jedis(redis(datacenter).host(), redis(datacenter).port());
    }

    /** What plays the public clouds and Hyper-V. */
    Clouds clouds() {
        return clouds;
    }

    /** The SHA-256 of the certificate of a vCenter or a stand-alone host. */
    String pin(Endpoint endpoint) {
        return pins.get(endpoint);
    }

    /** The file of libvirt's test driver that is a KVM host. */
    Path libvirtFile(Endpoint endpoint) {
        return libvirtFiles.get(endpoint);
    }

    /** What plays the platform on this machine. */
    List<String> description() {
        long kvm = libvirtFiles.size();
        return List.of(
                "MariaDB " + databaseVersion + ", " + redis.size() + " Redis",
                world.datacenters().size()
                        + (doubles.isEmpty() ? " vCenters (vcsim)" : " vCenters (a double: vcsim is not installed)")
                        + (kvm == 0 ? "" : ", " + kvm + " KVM hosts (libvirt's test driver)")
                        + (clouds.description().isEmpty()
                                ? ""
                                : ", " + String.join(", ", clouds.description()) + " (doubles)")
                        + (backups.count() == 0 ? "" : ", " + backups.count() + " backup servers (doubles of Veeam)"));
    }

    /** Where everything answers, for whoever wants to look at it. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        places.add("MariaDB %s as %s with password %s"
                .formatted(
                        kinton.jdbcUrl(),
                        kinton.server().user(),
                        kinton.server().password()));
        for (Datacenter datacenter : world.datacenters()) {
            places.add("Redis of %s %s:%d"
                    .formatted(
                            datacenter.name(),
                            redis(datacenter).host(),
                            redis(datacenter).port()));
        }
        for (Endpoint endpoint : world.endpoints()) {
            Place place = world.place(endpoint);
            if (endpoint.type().vsphere()) {
                places.add("%s https://%s:%d/sdk as %s with password %s"
                        .formatted(endpoint.type(), place.host(), place.port(), place.user(), place.password()));
            } else if (endpoint.type() == EndpointType.KVM) {
                places.add("%s test://%s".formatted(endpoint.type(), libvirtFile(endpoint)));
            }
        }
        places.addAll(clouds.places());
        places.addAll(backups.places());
        return places;
    }

    private void startProviders(Path directory, Clouds.Crowd crowd) {
        List<CompletableFuture<VsphereServer>> starting = world.endpoints().stream()
                .filter(endpoint -> endpoint.type().vsphere())
                .map(endpoint -> CompletableFuture.supplyAsync(() -> startVsphere(endpoint)))
                .toList();
        try {
            clouds = Clouds.start(world, directory.resolve("keys"), crowd);
            running.push(clouds);
            world.endpoints().stream()
                    .filter(endpoint -> endpoint.type() == EndpointType.KVM)
                    .forEach(endpoint -> writeLibvirt(endpoint, directory));
        } finally {
            // each is closed with the platform, though another one failed
            starting.forEach(this::take);
        }
        starting.forEach(CompletableFuture::join);
    }

    /** A vCenter or stand-alone host that answers. */
    private record VsphereServer(Endpoint endpoint, AutoCloseable server, Place place, String pin) {}

    private VsphereServer startVsphere(Endpoint endpoint) {
        VsphereInventory inventory = Simulations.vsphere(world, endpoint);
        Place login = world.place(endpoint);
        if (vsphere == Vsphere.SIMULATOR && Tools.find("vcsim").isPresent()) {
            VcSim simulator = VcSim.start(VcSim.Options.of(inventory).login(login.user(), login.password()));
            return new VsphereServer(
                    endpoint,
                    simulator,
                    new Place(simulator.host(), simulator.port(), login.user(), login.password()),
                    simulator.fingerprint());
        }
        VsphereDouble simulator =
                VsphereDouble.start(VsphereDouble.Options.of(inventory).login(login.user(), login.password()));
        return new VsphereServer(
                endpoint,
                simulator,
                new Place(simulator.host(), simulator.port(), login.user(), login.password()),
                simulator.fingerprint());
    }

    /** Waits for one and keeps it; nothing where it did not start. */
    private void take(CompletableFuture<VsphereServer> starting) {
        VsphereServer started = starting.exceptionally(failure -> null).join();
        if (started == null) {
            return;
        }
        running.push(started.server());
        world.place(started.endpoint(), started.place());
        pins.put(started.endpoint(), started.pin());
        if (started.server() instanceof VsphereDouble simulator) {
            doubles.add(simulator);
        }
    }

    private void writeLibvirt(Endpoint endpoint, Path directory) {
        Path file = directory.resolve("kvm-%d-%d.xml".formatted(endpoint.datacenter(), endpoint.ordinal()));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Simulations.writeLibvirt(world, endpoint, file);
        libvirtFiles.put(endpoint, file);
    }

    private void fill(MariaDbServer server) throws SQLException {
        kinton = server.createDatabase();
        try (Connection connection = kinton.connect()) {
            databaseVersion = connection.getMetaData().getDatabaseProductVersion();
            Kinton.create(connection);
            world.seed(connection);
        }
        server.createUser(READER, PASSWORD, "SELECT ON `" + kinton.name() + "`.*");
        server.createUser(
                UPDATER,
                PASSWORD,
                "SELECT, UPDATE, CREATE TEMPORARY TABLES ON `" + kinton.name() + "`.*",
                "PROCESS ON *.*");
    }

    /** All of them, filled; none when one cannot be had. */
    private List<RedisServer> startRedis() {
        List<RedisServer> started = new ArrayList<>();
        try {
            for (Datacenter datacenter : world.datacenters()) {
                RedisServer server = RedisServer.start();
                started.add(server);
                try (Jedis connection = new Jedis(server.host(), server.port())) {
                    RedisLayout[] layouts = RedisLayout.values();
                    world.seedRedis(connection, datacenter.index(), layouts[datacenter.index() % layouts.length]);
                    RedisSaves.save(connection);
                }
            }
            return started;
        } catch (RuntimeException e) {
            started.forEach(RedisServer::close);
            throw e;
        }
    }

    /**
     * Lets the operations end that are under way on a datacenter's VMs, as the platform would when it runs.
     *
     * @return the VMs
     */
    List<Long> endOperations(Datacenter datacenter) {
        List<Long> locked = new ArrayList<>();
        world.forEachVm(datacenter.index(), vm -> {
            if (vm.state() == VmState.LOCKED) {
                locked.add(vm.idVm());
            }
        });
        setState(locked, VmState.ON);
        return locked;
    }

    /** Lets operations begin on the VMs. */
    void beginOperations(List<Long> vms) {
        setState(vms, VmState.LOCKED);
    }

    /** Without the accounting, which counts what the tools do. */
    private void setState(List<Long> vms, VmState state) {
        try (Connection connection = kinton.connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE virtualmachine SET state = ? WHERE idVM = ?")) {
            connection.createStatement().execute("SET @DISABLE_STATS_TRIGGERS = 1");
            for (long vm : vms) {
                update.setString(1, state.name());
                update.setLong(2, vm);
                update.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops everything, the last started first. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
