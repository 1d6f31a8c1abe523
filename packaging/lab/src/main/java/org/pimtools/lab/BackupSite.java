package org.pimtools.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.pimtools.testkit.doubles.veeam.BackupJobs;
import org.pimtools.testkit.doubles.veeam.BackupServerDouble;
import org.pimtools.testkit.doubles.veeam.EnterpriseManagerDouble;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.World;

/**
 * The backup servers of the night: the first datacenter has an Enterprise Manager, the second a Backup &amp; Replication,
 * each with the jobs of its VMs and one of nobody. The jobs of other datacenters are in no server that the tools know.
 */
final class BackupSite implements AutoCloseable {
    private static final String NOBODYS = "configuration";

    private final World world;
    private final Map<Datacenter, Server> servers = new TreeMap<>((one, other) -> one.index() - other.index());

    /** @param entry of the endpoints file, behind {@code match} */
    private record Server(
            BackupJobs jobs,
            String address,
            String password,
            String entry,
            Runnable kill,
            Runnable heal,
            Runnable end) {}

    private BackupSite(World world) {
        this.world = world;
    }

    /** No servers at all. */
    static BackupSite none(World world) {
        return new BackupSite(world);
    }

    static BackupSite start(World world) {
        BackupSite site = new BackupSite(world);
        List<Datacenter> datacenters = world.datacenters();
        site.servers.put(datacenters.get(0), manager(names(world, datacenters.get(0), Vm::hypervisorName)));
        if (datacenters.size() > 1) {
            site.servers.put(datacenters.get(1), server(names(world, datacenters.get(1), Vm::hypervisorName)));
        }
        return site;
    }

    private static Server manager(List<String> names) {
        EnterpriseManagerDouble running = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(BackupJobs.named(names)).secured());
        String pin = running.certificate().orElseThrow().sha256();
        return new Server(
                running.jobs(),
                running.host() + ":" + running.port(),
                running.password(),
                entry(running.port(), running.user(), running.password(), pin, "enterprise-manager"),
                running::kill,
                running::heal,
                running::close);
    }

    private static Server server(List<String> names) {
        BackupServerDouble running = BackupServerDouble.start(BackupServerDouble.Options.of(BackupJobs.named(names)));
        String pin = running.certificate().sha256();
        return new Server(
                running.jobs(),
                running.host() + ":" + running.port(),
                running.password(),
                entry(running.port(), running.user(), running.password(), pin, "backup-server"),
                running::kill,
                running::heal,
                running::close);
    }

    private static String entry(int port, String user, String password, String pin, String door) {
        return """
                    port: %d
                    user: '%s'
                    password: '%s'
                    pin: %s
                    options: {interface: %s}
                """.formatted(port, user, password, pin, door);
    }

    /** What the operator appends to the endpoints file. */
    String entries() {
        StringBuilder text = new StringBuilder();
        servers.forEach((datacenter, server) -> text.append(
                        "  - match: {type: veeam, datacenter: %s, address: 127.0.0.1}\n".formatted(datacenter.id()))
                .append(server.entry()));
        return text.toString();
    }

    /** Who may log in, for whoever looks that nobody shows it. */
    List<String> passwords() {
        return servers.values().stream().map(Server::password).toList();
    }

    /** Where the servers answer. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        servers.forEach((datacenter, server) -> places.add("Veeam of " + datacenter.name() + " " + server.address()));
        return places;
    }

    int count() {
        return servers.size();
    }

    /** What the jobs of a datacenter's server are called now, in the server's order; empty when it has none. */
    List<String> names(Datacenter datacenter) {
        return servers.containsKey(datacenter) ? servers.get(datacenter).jobs().names() : List.of();
    }

    /** The jobs of a datacenter's server, for whoever puts their names back. */
    Optional<BackupJobs> jobs(Datacenter datacenter) {
        return Optional.ofNullable(servers.get(datacenter)).map(Server::jobs);
    }

    /** A datacenter's server accepts connections and cuts them. */
    ChaosHarm cut(Datacenter datacenter) {
        Server server = servers.get(datacenter);
        server.kill().run();
        return ChaosHarm.until(server.heal());
    }

    /** What {@link #names} gives before the night. */
    List<String> before(Datacenter datacenter) {
        return servers.containsKey(datacenter) ? names(world, datacenter, Vm::hypervisorName) : List.of();
    }

    /** What they must be called once the datacenter is migrated. */
    List<String> after(Datacenter datacenter) {
        return servers.containsKey(datacenter)
                ? names(
                        world,
                        datacenter,
                        vm -> world.expected(vm).newProviderId().orElseThrow())
                : List.of();
    }

    /** Those of VMs that do not resolve are left out: some of their names no server could hold. */
    private static List<String> names(World world, Datacenter datacenter, Function<Vm, String> called) {
        List<String> names = new ArrayList<>(List.of(NOBODYS));
        world.forEachVm(datacenter.index(), vm -> {
            if (world.backedUp(vm) && world.expected(vm).newProviderId().isPresent()) {
                names.add(called.apply(vm));
            }
        });
        return names;
    }

    @Override
    public void close() {
        for (Server server : servers.values()) {
            server.end().run();
        }
    }
}
