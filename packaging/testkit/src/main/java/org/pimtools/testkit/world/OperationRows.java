package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Writes network cards, disks, states of before and temporal copies. Written from what the public dump of version 2.6 shows of these
 * tables: cards and disks hang on {@code rasd_management}, where a copy has rows of its own that say which rows they copy.
 */
final class OperationRows {
    /** A card of no VM of an inventory. */
    private static final String STRANGE_MAC = "00:50:56:ff:ff:ff";

    private static final int UNUSED_ADDRESSES = 50;

    private final World world;

    OperationRows(World world) {
        this.world = world;
    }

    /** A card, or a disk when it has a datastore. Either may be of no VM. */
    private record Resource(long id, Long idVm, Long temporal, String mac, Long idDatastore) {
        boolean isCard() {
            return idDatastore == null;
        }
    }

    /** Takes one resource. */
    @FunctionalInterface
    private interface Sink {
        void take(Resource resource) throws SQLException;
    }

    void insert(Connection connection) throws SQLException {
        changes(connection);
        copies(connection);
        states(connection);
        try (Rows rows = new Rows(connection, "rasd_management", "idManagement", "idVM", "temporal")) {
            forEachResource(resource -> rows.add(resource.id, resource.idVm, resource.temporal));
        }
        try (Rows rows = new Rows(connection, "ip_pool_management", "idManagement", "mac", "ip")) {
            forEachResource(resource -> {
                if (resource.isCard()) {
                    rows.add(resource.id, resource.mac, "10.99." + resource.id / 250 % 250 + "." + resource.id % 250);
                }
            });
        }
        try (Rows rows = new Rows(connection, "disk_management", "idManagement", "idDatastore")) {
            forEachResource(resource -> {
                if (!resource.isCard()) {
                    rows.add(resource.id, resource.idDatastore);
                }
            });
        }
    }

    /** What an update of the schema by Liquibase leaves: the log of what it did, and its lock, which nobody holds. */
    private static void changes(Connection connection) throws SQLException {
        LocalDateTime night = LocalDateTime.of(2025, 11, 2, 3, 0);
        try (Rows rows = new Rows(connection, "DATABASECHANGELOG", "ID", "AUTHOR", "FILENAME", "DATEEXECUTED")) {
            rows.add("1", "platform", "src/2.6/kinton.xml", night.minusYears(10));
            rows.add("2", "platform", "src/5.3/provider-id.xml", night);
        }
        try (Rows rows = new Rows(connection, "DATABASECHANGELOGLOCK", "ID", "LOCKED")) {
            rows.add(1, false);
        }
    }

    private void copies(Connection connection) throws SQLException {
        try (Rows rows = new Rows(
                connection, "virtualmachine", "idVM", "idHypervisor", "UUID", "name", "state", "idType", "temporal")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                if (world.hasTemporalCopy(vm)) {
                    rows.add(
                            idOfCopy(vm),
                            vm.machine().idHypervisor(),
                            vm.uuid().toString(),
                            "tmp_" + vm.idVm(),
                            VmState.LOCKED.name(),
                            vm.captured() ? 0 : 1,
                            vm.idVm());
                }
            }
        }
    }

    private void states(Connection connection) throws SQLException {
        try (Rows rows = new Rows(connection, "virtualmachinetrackedstate", "idVM", "previousState")) {
            for (int index = 0; index < world.size().vms(); index++) {
                Vm vm = world.vm(index);
                Optional<VmState> before = world.previousState(vm);
                if (before.isPresent()) {
                    rows.add(vm.idVm(), before.get().name());
                }
            }
        }
    }

    private long idOfCopy(Vm vm) {
        return world.size().vms() + vm.idVm();
    }

    /** In another order than that of the VMs, the same each time. */
    private void forEachResource(Sink sink) throws SQLException {
        long id = 0;
        for (int index = world.size().vms() - 1; index >= 0; index--) {
            Vm vm = world.vm(index);
            long first = id + 1;
            for (String mac : world.knownMacs(vm)) {
                sink.take(new Resource(++id, vm.idVm(), null, mac, null));
            }
            for (String datastore : world.datastores(vm)) {
                sink.take(new Resource(++id, vm.idVm(), null, null, Simulations.datastoreId(datastore)));
            }
            if (world.hasTemporalCopy(vm)) {
                sink.take(new Resource(++id, idOfCopy(vm), first, STRANGE_MAC, null));
                sink.take(new Resource(++id, vm.idVm(), first, STRANGE_MAC, null));
                sink.take(
                        new Resource(++id, vm.idVm(), first, null, Simulations.datastoreId(Simulations.datastore(0))));
            }
            if (index % UNUSED_ADDRESSES == 0) {
                sink.take(new Resource(++id, null, null, STRANGE_MAC, null));
                sink.take(new Resource(++id, null, null, null, null));
            }
        }
    }
}
