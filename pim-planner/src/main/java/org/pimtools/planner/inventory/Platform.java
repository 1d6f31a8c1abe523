package org.pimtools.planner.inventory;

import java.util.List;
import java.util.Set;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.BackupManagerRow;
import org.pimtools.planner.planning.BackupServers;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.FoundEndpoint;
import org.pimtools.planner.planning.HypervisorRow;

/**
 * What fits into memory of the platform: its datacenters, their machines and backup servers.
 *
 * @param monitored {@code idDataCenter} of those with a virtual system monitor
 */
public record Platform(
        List<DatacenterRow> datacenters,
        Set<Long> monitored,
        List<HypervisorRow> hypervisors,
        List<BackupManagerRow> backupManagers) {
    public Platform {
        datacenters = List.copyOf(datacenters);
        monitored = Set.copyOf(monitored);
        hypervisors = List.copyOf(hypervisors);
        backupManagers = List.copyOf(backupManagers);
    }

    public static Platform read(Inventory inventory, SchemaState schema) {
        return new Platform(
                DatacenterQuery.read(inventory),
                MonitorQuery.read(inventory),
                HypervisorQuery.read(inventory, schema),
                BackupManagerQuery.read(inventory, schema));
    }

    public List<HypervisorRow> machinesOf(DatacenterRow datacenter) {
        return hypervisors.stream()
                .filter(row -> row.idDataCenter() != null && row.idDataCenter() == datacenter.id())
                .toList();
    }

    /** The backup servers of all datacenters, before what the overrides say of them, with those that the overrides add. */
    public List<FoundEndpoint> backupServers(List<EndpointOverride> overrides) {
        return BackupServers.of(backupManagers, overrides);
    }

    /** As above, of one datacenter. */
    public List<FoundEndpoint> backupServersOf(DatacenterRow datacenter, List<EndpointOverride> overrides) {
        return backupServers(overrides).stream()
                .filter(server -> server.datacenter() == datacenter.id())
                .toList();
    }
}
