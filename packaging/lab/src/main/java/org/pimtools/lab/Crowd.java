package org.pimtools.lab;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

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
    private static final long SCATTER = 2_654_435_761L;

    /** The UUID of VM {@code seq}, as {@link #uuid} has it. */
    private static final String UUID = "CONCAT(LOWER(LPAD(HEX(seq * " + SCATTER
            + " & 4294967295), 8, '0')), '-0000-4000-8000-', LPAD(seq, 12, '0'))";

    private static final String DEPLOYED = "seq MOD " + NOT_DEPLOYED + " <> 0";

    /** A crowd of one datacenter with so many deployed VMs. */
    static Crowd deployed(int vms) {
        return new Crowd(1, vms + vms / (NOT_DEPLOYED - 1));
    }

    /** A vCenter as the database has it. */
    record VCenter(String host, int port, String user, String password) {}

    /** How many VMs are on machines. */
    int deployed() {
        return vms - vms / NOT_DEPLOYED;
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

    /** Fills an empty database: datacenters, machines, VMs with their network cards, a load balancer node for some, a backup job for some. */
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
            sql.execute("INSERT INTO network_card (idVM, mac) SELECT seq, CONCAT_WS(':', '00', '50', '56',"
                    + " LPAD(HEX(seq >> 16 & 255), 2, '0'), LPAD(HEX(seq >> 8 & 255), 2, '0'), LPAD(HEX(seq & 255), 2, '0'))"
                    + sequence(vms) + " WHERE " + DEPLOYED);
            sql.execute(
                    "ANALYZE TABLE datacenter, physicalmachine, hypervisor, datastore, virtualmachine, network_card");
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
