package org.pimtools.planner.inventory;

import java.util.HashSet;
import java.util.Set;

/** Reads which datacenters have a virtual system monitor, as {@code idDataCenter}. */
public final class MonitorQuery {
    private static final String SQL = """
            SELECT DISTINCT {remote_service.idDataCenter} FROM {remote_service}
            WHERE {remote_service.remoteServiceType} = 'VIRTUAL_SYSTEM_MONITOR'
            AND {remote_service.idDataCenter} IS NOT NULL""";

    private MonitorQuery() {}

    public static Set<Long> read(Inventory inventory) {
        Set<Long> ids = new HashSet<>();
        inventory.forEach(SQL, row -> ids.add(row.id(1)));
        return ids;
    }
}
