package org.pimtools.planner.inventory;

import java.util.List;
import java.util.Set;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.HypervisorRow;

/**
 * What fits into memory of the platform: its datacenters and their machines.
 *
 * @param monitored {@code idDataCenter} of those with a virtual system monitor
 */
public record Platform(List<DatacenterRow> datacenters, Set<Long> monitored, List<HypervisorRow> hypervisors) {
    public Platform {
        datacenters = List.copyOf(datacenters);
        monitored = Set.copyOf(monitored);
        hypervisors = List.copyOf(hypervisors);
    }

    public static Platform read(Inventory inventory, SchemaState schema) {
        return new Platform(
                DatacenterQuery.read(inventory), MonitorQuery.read(inventory), HypervisorQuery.read(inventory, schema));
    }

    public List<HypervisorRow> machinesOf(DatacenterRow datacenter) {
        return hypervisors.stream()
                .filter(row -> row.idDataCenter() != null && row.idDataCenter() == datacenter.id())
                .toList();
    }
}
