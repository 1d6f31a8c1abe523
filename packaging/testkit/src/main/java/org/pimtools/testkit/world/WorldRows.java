package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.pimtools.testkit.world.Chance.Purpose;

/** Writes the world into the database, one table after the other. */
final class WorldRows {
    private static final int ENTERPRISES = 7;
    private static final int VMS_PER_APP = 10;
    private static final int APPS_PER_VIRTUAL_DATACENTER = 20;
    private static final double BALANCED = 0.03;
    private static final double FIREWALLED = 0.1;
    private static final LocalDateTime BACKUP_TIME = LocalDateTime.of(2025, 11, 1, 2, 0);

    private final World world;
    private final Chance chance;

    WorldRows(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    void insert(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            datacenters(connection);
            machines(connection);
            clouds(connection);
            virtualMachines(connection);
            datastores(connection);
            new OperationRows(world).insert(connection);
            virtualDatacenters(connection);
            virtualApps(connection);
            nodes(connection);
            firewalls(connection);
            loadBalancers(connection);
            backups(connection);
            connection.commit();
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private void datacenters(Connection connection) throws SQLException {
        try (Rows rows = new Rows(connection, "datacenter", "idDataCenter", "uuid", "name")) {
            for (Datacenter datacenter : world.datacenters()) {
                rows.add(datacenter.idDataCenter(), datacenter.id(), datacenter.name());
            }
        }
        try (Rows rows = new Rows(connection, "remote_service", "uri", "idDataCenter", "status", "remoteServiceType")) {
            for (Datacenter datacenter : world.datacenters()) {
                String host = "10." + datacenter.idDataCenter() + ".0.250";
                long id = datacenter.idDataCenter();
                rows.add("http://" + host + ":8080/vsm", id, 1, "VIRTUAL_SYSTEM_MONITOR");
                rows.add("http://" + host + ":8080/virtualfactory", id, 1, "VIRTUAL_FACTORY");
                rows.add("http://" + host + ":8080/nodecollector", id, 1, "NODE_COLLECTOR");
            }
        }
    }

    private void machines(Connection connection) throws SQLException {
        try (Rows rows = new Rows(
                connection, "physicalmachine", "idPhysicalMachine", "idRack", "idDataCenter", "name", "idState")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (Machine machine : datacenter.machines()) {
                    String name = "host-" + machine.idHypervisor();
                    rows.add(
                            machine.idPhysicalMachine(), datacenter.idDataCenter(), datacenter.idDataCenter(), name, 3);
                }
            }
        }
        try (Rows rows = new Rows(
                connection,
                "hypervisor",
                "id",
                "idPhysicalMachine",
                "ip",
                "ipService",
                "port",
                "user",
                "password",
                "type",
                "managerIp",
                "managerPort",
                "managerUser",
                "managerPassword",
                "agentIp",
                "agentPort")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (Machine machine : datacenter.machines()) {
                    rows.add(hypervisor(machine));
                }
            }
        }
    }

    /** The account stands in a table of its own, and its secret there as the platform encrypts it. */
    private void clouds(Connection connection) throws SQLException {
        try (Rows regions =
                        new Rows(connection, "public_datacenter", "region", "endpoint", "provider", "idDatacenter");
                Rows accounts = new Rows(connection, "credentials", "access", "key", "idPhysicalMachine")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (Machine machine : datacenter.machines()) {
                    if (machine.endpoint().type().publicCloud()) {
                        Place place = world.place(machine.endpoint());
                        regions.add(
                                machine.endpoint().region(),
                                "https://" + place.host() + ":" + place.port(),
                                machine.endpoint().type().typeName(),
                                datacenter.idDataCenter());
                        accounts.add(place.user(), "encrypted", machine.idPhysicalMachine());
                    }
                }
            }
        }
    }

    private Object[] hypervisor(Machine machine) {
        Place place = world.place(machine.endpoint());
        String type = machine.endpoint().type().typeName();
        long id = machine.idHypervisor();
        long host = machine.idPhysicalMachine();
        return switch (machine.endpoint().type()) {
            case VCENTER ->
                new Object[] {
                    id,
                    host,
                    machine.hostAddress(),
                    machine.hostAddress(),
                    EndpointType.ESXI.defaultPort(),
                    null,
                    null,
                    type,
                    place.host(),
                    place.port(),
                    place.user(),
                    place.password(),
                    null,
                    null
                };
            case ESXI, HYPERV ->
                new Object[] {
                    id,
                    host,
                    place.host(),
                    place.host(),
                    place.port(),
                    place.user(),
                    place.password(),
                    type,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null
                };
            case AMAZON, AZURE, GOOGLE, VCLOUD, OCI ->
                new Object[] {
                    id,
                    host,
                    place.host(),
                    place.host(),
                    place.port(),
                    null,
                    null,
                    type,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null
                };
            case KVM ->
                new Object[] {
                    id,
                    host,
                    place.host(),
                    place.host(),
                    place.port(),
                    place.user(),
                    place.password(),
                    type,
                    null,
                    null,
                    null,
                    null,
                    place.host(),
                    EndpointType.KVM.defaultPort()
                };
        };
    }

    private void virtualMachines(Connection connection) throws SQLException {
        try (Rows rows = new Rows(
                connection,
                "virtualmachine",
                "idVM",
                "idHypervisor",
                "UUID",
                "name",
                "state",
                "idType",
                "idEnterprise",
                "idDatastore",
                "version_c")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                rows.add(
                        vm.idVm(),
                        vm.machine() == null ? null : vm.machine().idHypervisor(),
                        vm.uuid().toString(),
                        vm.name(),
                        vm.state().name(),
                        vm.captured() ? 0 : 1,
                        1 + index % ENTERPRISES,
                        vm.machine() == null ? null : 1 + index % 3,
                        index % 5);
            }
        }
    }

    private void datastores(Connection connection) throws SQLException {
        try (Rows rows = new Rows(connection, "datastore", "idDatastore", "name")) {
            for (int i = 0; i < 3; i++) {
                rows.add(i + 1, Simulations.datastore(i));
            }
        }
    }

    private void virtualDatacenters(Connection connection) throws SQLException {
        try (Rows rows = new Rows(
                connection,
                "virtualdatacenter",
                "idVirtualDataCenter",
                "idEnterprise",
                "idDataCenter",
                "hypervisorType")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (EndpointType type : types(datacenter)) {
                    int apps = apps(datacenter);
                    for (int app = 0; app < apps; app += APPS_PER_VIRTUAL_DATACENTER) {
                        long id = idVirtualDatacenter(datacenter.index(), type, app);
                        rows.add(id, 1 + id % ENTERPRISES, datacenter.idDataCenter(), type.typeName());
                    }
                }
            }
        }
    }

    private void virtualApps(Connection connection) throws SQLException {
        try (Rows rows = new Rows(connection, "virtualapp", "idVirtualApp", "idVirtualDataCenter")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (EndpointType type : types(datacenter)) {
                    int apps = apps(datacenter);
                    for (int app = 0; app < apps; app++) {
                        rows.add(
                                idVirtualApp(datacenter.index(), type, app),
                                idVirtualDatacenter(datacenter.index(), type, app));
                    }
                }
            }
        }
    }

    private void nodes(Connection connection) throws SQLException {
        try (Rows rows = new Rows(connection, "node", "idNode", "idVirtualApp")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                rows.add(vm.idVm(), idVirtualApp(vm.datacenter(), type(vm), app(world, vm)));
            }
        }
        try (Rows rows = new Rows(connection, "nodevirtualimage", "idNode", "idVM")) {
            for (long id = 1; id <= world.size().vms(); id++) {
                rows.add(id, id);
            }
        }
    }

    private void firewalls(Connection connection) throws SQLException {
        policies(connection, Policy.FIREWALLS, WorldRows::firewallName);
        try (Rows rows = new Rows(connection, "firewall_policy_virtualmachine", "idFirewallPolicy", "idVM")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                Optional<Long> firewall = firewall(world, chance, vm);
                if (firewall.isPresent()) {
                    rows.add(firewall.get(), vm.idVm());
                }
            }
        }
    }

    private void loadBalancers(Connection connection) throws SQLException {
        policies(connection, Policy.BALANCERS, (type, id) -> balancerName(id));
        try (Rows rows = new Rows(connection, "load_balancer_node", "idLoadBalancer", "idVM", "node_ref")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                if (vm.state().deployed() && chance.happens(BALANCED, Purpose.BALANCED, index)) {
                    rows.add(
                            idVirtualDatacenter(vm.datacenter(), type(vm), app(world, vm)),
                            vm.idVm(),
                            vm.hypervisorName());
                }
            }
        }
    }

    /**
     * One of a virtual datacenter, under the same id. Those of hypervisors, and of providers that are not asked, are in no virtual
     * datacenter: nobody at their provider knows them.
     */
    private void policies(Connection connection, String table, BiFunction<EndpointType, Long, String> name)
            throws SQLException {
        try (Rows rows = new Rows(connection, table, "id", "idVirtualDataCenter", "name", "provider_id")) {
            for (Datacenter datacenter : world.datacenters()) {
                for (EndpointType type : types(datacenter)) {
                    int apps = apps(datacenter);
                    for (int app = 0; app < apps; app += APPS_PER_VIRTUAL_DATACENTER) {
                        long id = idVirtualDatacenter(datacenter.index(), type, app);
                        rows.add(id, type.listsPolicies() ? id : null, name.apply(type, id), null);
                    }
                }
            }
        }
    }

    private void backups(Connection connection) throws SQLException {
        try (Rows jobs = new Rows(
                        connection,
                        "backup_job",
                        "idVM",
                        "backup_system",
                        "endpoint",
                        "user",
                        "password",
                        "job_name",
                        "job_ref");
                Rows results = new Rows(
                        connection,
                        "backup_result",
                        "provider_id",
                        "name",
                        "size",
                        "creation_date",
                        "status",
                        "type",
                        "virtual_machine_id")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                if (world.backedUp(vm)) {
                    String reference = "urn:veeam:Job:" + chance.uuid(Purpose.BACKUP, index);
                    String endpoint = "https://10." + (vm.datacenter() + 1) + ".0.251:9398/api/";
                    jobs.add(vm.idVm(), "VEEAM", endpoint, "backup", "secret-backup", vm.hypervisorName(), reference);
                    results.add(reference, "nightly", 1L << 30, BACKUP_TIME, "SUCCESS", "COMPLETE", vm.idVm());
                }
            }
        }
    }

    private static Iterable<EndpointType> types(Datacenter datacenter) {
        return datacenter.endpoints().stream().map(Endpoint::type).distinct().toList();
    }

    private static EndpointType type(Vm vm) {
        return vm.machine() == null
                ? EndpointType.VCENTER
                : vm.machine().endpoint().type();
    }

    private int apps(Datacenter datacenter) {
        return apps(world, datacenter);
    }

    private static int apps(World world, Datacenter datacenter) {
        return 1 + world.size().vmsOf(datacenter.index()) / VMS_PER_APP;
    }

    private static int app(World world, Vm vm) {
        return vm.index() / world.size().datacenters() / VMS_PER_APP;
    }

    /** The ids of an endpoint's virtual datacenters. */
    static List<Long> virtualDatacenters(World world, Endpoint endpoint) {
        Datacenter datacenter = world.datacenters().get(endpoint.datacenter());
        List<Long> ids = new ArrayList<>();
        for (int app = 0; app < apps(world, datacenter); app += APPS_PER_VIRTUAL_DATACENTER) {
            ids.add(idVirtualDatacenter(endpoint.datacenter(), endpoint.type(), app));
        }
        return ids;
    }

    /** The firewall that the VM belongs to, if it belongs to one. */
    static Optional<Long> firewall(World world, Chance chance, Vm vm) {
        return chance.happens(FIREWALLED, Purpose.FIREWALL, vm.index())
                ? Optional.of(idVirtualDatacenter(vm.datacenter(), type(vm), app(world, vm)))
                : Optional.empty();
    }

    /** Some are made to be mistaken for something else, where the provider allows it: nobody may take them for more than text. */
    static String firewallName(EndpointType type, long id) {
        boolean odd = id % 3 == 0 && type != EndpointType.GOOGLE;
        return "policy-" + id + (odd ? " <b>'\"&;${x}\\" : "");
    }

    /** As all providers allow it: letters, digits and hyphens. */
    static String balancerName(long id) {
        return "balancer-" + id;
    }

    private static long idVirtualApp(int datacenter, EndpointType type, int app) {
        return ((long) datacenter * EndpointType.values().length + type.ordinal()) * 200_000 + app + 1;
    }

    private static long idVirtualDatacenter(int datacenter, EndpointType type, int app) {
        return ((long) datacenter * EndpointType.values().length + type.ordinal()) * 10_000
                + app / APPS_PER_VIRTUAL_DATACENTER
                + 1;
    }
}
