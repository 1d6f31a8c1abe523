package org.pimtools.lab;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * A platform of ordinary VMs that is made of numbers alone, so that the database makes its rows itself: a million in seconds, where
 * the testkit's world takes minutes. VM {@code n} is on machine {@code 1 + n mod machines}; every fifth one is not deployed, and every
 * deployed one is in the inventory as {@code vm-<n>} under its platform name.
 *
 * @param datacenters with a vCenter each
 * @param vms rows of {@code virtualmachine}, numbered from 1
 */
record Crowd(int datacenters, int vms) {
    private static final int VMS_OF_A_MACHINE = 50;
    private static final int NOT_DEPLOYED = 5;
    private static final int VMS_OF_A_COPY = 10_000;
    private static final int BATCH = 2_000;
    private static final String INSTANCE = "eeeeeeee-0000-4000-8000-000000000001";
    private static final long SCATTER = 2_654_435_761L;

    /** The UUID of VM {@code seq}, as {@link #uuid} has it. */
    private static final String UUID = "CONCAT(LOWER(LPAD(HEX(seq * " + SCATTER
            + " & 4294967295), 8, '0')), '-0000-4000-8000-', LPAD(seq, 12, '0'))";

    private static final String DEPLOYED = "seq MOD " + NOT_DEPLOYED + " <> 0";

    /** A crowd of one datacenter with so many deployed VMs. */
    static Crowd deployed(int vms) {
        return new Crowd(1, vms + vms / (NOT_DEPLOYED - 1));
    }

    /** The vCenter of the first datacenter; the others' have the ports behind its. @param pin of its certificate */
    record VCenter(String host, int port, String user, String password, String pin) {
        /** One that the testkit's double plays. */
        static VCenter of(VsphereDouble played) {
            return new VCenter(played.host(), played.port(), played.user(), played.password(), played.fingerprint());
        }
    }

    /** How many VMs are on machines. */
    int deployed() {
        return vms - vms / NOT_DEPLOYED;
    }

    /** Network cards and disks: one of each for each VM on a machine. */
    int resources() {
        return 2 * deployed();
    }

    boolean isDeployed(int vm) {
        return vm % NOT_DEPLOYED != 0;
    }

    int machines() {
        return datacenters * Math.max(1, vms / VMS_OF_A_MACHINE / datacenters);
    }

    int machine(int vm) {
        return 1 + vm % machines();
    }

    /** The address of a machine's own. */
    String address(int machine) {
        return "10.%d.%d.%d".formatted(machine >> 16, machine >> 8 & 0xff, machine & 0xff);
    }

    String datacenterUuid(int datacenter) {
        return "dddddddd-0000-4000-8000-%012d".formatted(datacenter);
    }

    private static String uuid(int vm) {
        return String.format(Locale.ROOT, "%08x-0000-4000-8000-%012d", vm * SCATTER & 0xffff_ffffL, vm);
    }

    /** What database, inventory and Redis call a VM. */
    String name(int vm) {
        return "ABQ_" + uuid(vm);
    }

    /** What the vCenter of a crowd of one datacenter lists. */
    VsphereInventory inventory() {
        return VsphereInventory.vCenter(
                INSTANCE,
                IntStream.rangeClosed(1, vms)
                        .filter(this::isDeployed)
                        .mapToObj(vm -> VsphereVm.of(vm, name(vm)))
                        .toList());
    }

    /** The VM's identity at the vCenter. */
    String providerId(int vm) {
        return INSTANCE + "#vm-" + vm;
    }

    /** Fills an empty Redis with the machines and a subscription of every deployed VM, in the layout of the later versions. */
    void seed(Jedis redis, VCenter vCenter) {
        try (Pipeline keys = redis.pipelined()) {
            for (int machine = 1; machine <= machines(); machine++) {
                seedMachine(keys, machine, vCenter);
                syncNowAndThen(keys, machine);
            }
            for (int vm = 1; vm <= vms; vm++) {
                if (isDeployed(vm)) {
                    seedSubscription(keys, vm);
                    syncNowAndThen(keys, vm);
                }
            }
            keys.set("PhysicalMachine:id", Integer.toString(machines()));
            keys.set("VirtualMachinesCache:id", Integer.toString(machines()));
            keys.set("VirtualMachine:id", Integer.toString(vms));
            keys.sync();
        }
    }

    private void seedMachine(Pipeline keys, int machine, VCenter vCenter) {
        String id = Integer.toString(machine);
        keys.hset(
                "PhysicalMachine:" + id,
                Map.of(
                        "type",
                        "VCENTER_CLUSTER",
                        "ip",
                        address(machine),
                        "port",
                        "443",
                        "manager_ip",
                        vCenter.host(),
                        "manager_port",
                        Integer.toString(vCenter.port()),
                        "manager_user",
                        vCenter.user(),
                        "manager_password",
                        vCenter.password(),
                        "virtualMachines_id",
                        id));
        keys.sadd("PhysicalMachine:all", id);
        keys.set("PhysicalMachine:uid:" + "%032x".formatted(machine), id);
        keys.set("PhysicalMachine:connection:" + "%032x".formatted(machine), id);
        keys.hset("VirtualMachinesCache:" + id, "dummy", "workaround");
        keys.sadd("VirtualMachinesCache:all", id);
    }

    private void seedSubscription(Pipeline keys, int vm) {
        String id = Integer.toString(vm);
        String machine = Integer.toString(machine(vm));
        String name = name(vm);
        keys.hset("VirtualMachine:" + id, Map.of("name", name, "lastKnownState", "ON", "physicalMachine_id", machine));
        keys.sadd("VirtualMachine:all", id);
        keys.sadd("VirtualMachine:name:" + name, id);
        keys.sadd("VirtualMachine:byMonitor:" + machine, id);
        keys.sadd("VirtualMachinesCache:" + machine + ":cache", name);
        keys.sadd("VirtualMachinesCache:cache:" + name, machine);
    }

    /** How many of the subscriptions have the provider ID as their name, in hash and index. */
    int rekeyed(Jedis redis) {
        int rekeyed = 0;
        for (int first = 1; first <= vms; first += BATCH) {
            Map<Integer, List<Response<?>>> asked = new LinkedHashMap<>();
            try (Pipeline keys = redis.pipelined()) {
                for (int vm = first; vm < first + BATCH && vm <= vms; vm++) {
                    if (isDeployed(vm)) {
                        asked.put(
                                vm,
                                List.of(
                                        keys.hget("VirtualMachine:" + vm, "name"),
                                        keys.smembers("VirtualMachine:name:" + providerId(vm))));
                    }
                }
            }
            for (Map.Entry<Integer, List<Response<?>>> each : asked.entrySet()) {
                boolean done = each.getValue().get(0).get().equals(providerId(each.getKey()))
                        && each.getValue().get(1).get().equals(Set.of(Integer.toString(each.getKey())));
                rekeyed += done ? 1 : 0;
            }
        }
        return rekeyed;
    }

    private static void syncNowAndThen(Pipeline keys, int number) {
        if (number % BATCH == 0) {
            keys.sync();
        }
    }

    /**
     * Fills an empty database: datacenters, machines, VMs, a network card and a disk of each deployed one, the state that each had before,
     * and temporal copies of a few.
     */
    void seed(Connection connection, VCenter vCenter) throws SQLException {
        int each = machines() / datacenters;
        try (Statement sql = connection.createStatement()) {
            sql.execute("SET foreign_key_checks = 0, unique_checks = 0");
            sql.execute("INSERT INTO datacenter (idDataCenter, uuid, name)"
                    + " SELECT seq, CONCAT('dddddddd-0000-4000-8000-', LPAD(seq, 12, '0')), CONCAT('Datacenter ', seq)"
                    + sequence(datacenters));
            sql.execute("INSERT INTO remote_service (uri, idDataCenter, status, remoteServiceType)"
                    + " SELECT 'http://10.0.0.250:8080/vsm', seq, 1, 'VIRTUAL_SYSTEM_MONITOR'" + sequence(datacenters));
            sql.execute("INSERT INTO physicalmachine (idPhysicalMachine, idRack, idDataCenter, name, idState)"
                    + " SELECT seq, 1, 1 + (seq - 1) DIV " + each + ", CONCAT('host-', seq), 3" + sequence(machines()));
            sql.execute(
                    "INSERT INTO hypervisor (id, idPhysicalMachine, ip, ipService, port, type, managerIp, managerPort,"
                            + " managerUser, managerPassword) SELECT seq, seq, " + address("seq") + ", "
                            + address("seq")
                            + ", 443, 'VCENTER_CLUSTER', " + literal(vCenter.host()) + ", " + vCenter.port()
                            + " + (seq - 1) DIV " + each + ", " + literal(vCenter.user()) + ", "
                            + literal(vCenter.password())
                            + sequence(machines()));
            sql.execute("INSERT INTO datastore (idDatastore, name) SELECT seq, CONCAT('datastore', seq)" + sequence(3));
            sql.execute(
                    "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType, idEnterprise, idDatastore)"
                            + " SELECT seq, IF(" + DEPLOYED + ", 1 + seq MOD " + machines() + ", NULL), " + UUID
                            + ", CONCAT('ABQ_', " + UUID + "), IF(" + DEPLOYED
                            + ", 'ON', 'NOT_ALLOCATED'), 1, 1 + seq MOD 7,"
                            + " IF(" + DEPLOYED + ", 1 + seq MOD 3, NULL)" + sequence(vms));
            sql.execute("INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType, temporal) SELECT "
                    + vms
                    + " + idVM DIV " + VMS_OF_A_COPY + ", idHypervisor, UUID, CONCAT('tmp_', idVM), 'LOCKED', 1, idVM"
                    + " FROM virtualmachine WHERE idVM MOD " + VMS_OF_A_COPY + " = 1 AND idVM > 1");
            sql.execute(
                    "INSERT INTO virtualmachinetrackedstate (idVM, previousState) SELECT seq, 'OFF'" + sequence(vms));
            sql.execute("INSERT INTO rasd_management (idManagement, idVM) SELECT seq, (seq + 1) DIV 2"
                    + sequence(2 * vms) + " WHERE (seq + 1) DIV 2 MOD " + NOT_DEPLOYED + " <> 0");
            sql.execute("INSERT INTO disk_management (idManagement, idDatastore) SELECT seq * 2, 1 + seq MOD 3"
                    + sequence(vms) + " WHERE " + DEPLOYED);
            sql.execute(
                    "INSERT INTO ip_pool_management (idManagement, ip, mac) SELECT seq * 2 - 1, '10.0.0.1', CONCAT_WS(':', '00', '50', '56',"
                            + " LPAD(HEX(seq >> 16 & 255), 2, '0'), LPAD(HEX(seq >> 8 & 255), 2, '0'), LPAD(HEX(seq & 255), 2, '0'))"
                            + sequence(vms) + " WHERE " + DEPLOYED);
            sql.execute(
                    "ANALYZE TABLE datacenter, physicalmachine, hypervisor, datastore, virtualmachine, virtualmachinetrackedstate,"
                            + " rasd_management, disk_management, ip_pool_management");
        }
    }

    private static String address(String number) {
        return "CONCAT_WS('.', '10', " + number + " >> 16, " + number + " >> 8 & 255, " + number + " & 255)";
    }

    private static String sequence(int last) {
        return " FROM seq_1_to_" + last;
    }

    /** @param text without quotes and backslashes */
    private static String literal(String text) {
        return "'" + text + "'";
    }
}
