package org.pimtools.planner.inventory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.HypervisorRow;

/**
 * Reads what the database says of public clouds: the region of a datacenter, and whose account a machine stands for. Their secrets are
 * not read: the platform encrypts them.
 */
final class CloudQuery {
    private static final String REGIONS = """
            SELECT {public_datacenter.idDatacenter}, {public_datacenter.region}, {public_datacenter.endpoint}
            FROM {public_datacenter} WHERE {public_datacenter.idDatacenter} IS NOT NULL ORDER BY {public_datacenter.id}""";
    private static final String ACCOUNTS = """
            SELECT {credentials.idPhysicalMachine}, {credentials.access}
            FROM {credentials} WHERE {credentials.idPhysicalMachine} IS NOT NULL ORDER BY {credentials.id}""";

    private final Map<Long, HypervisorRow.Cloud> regions = new HashMap<>();
    private final Map<Long, String> accounts = new HashMap<>();

    private CloudQuery() {}

    static CloudQuery read(Inventory inventory, SchemaState schema) {
        CloudQuery clouds = new CloudQuery();
        if (schema.has("public_datacenter")) {
            inventory.forEach(
                    REGIONS,
                    row -> clouds.regions.putIfAbsent(
                            row.id(1), new HypervisorRow.Cloud(row.text(2), row.text(3), null)));
        }
        if (schema.has("credentials")) {
            Set<Long> several = new HashSet<>();
            inventory.forEach(ACCOUNTS, row -> {
                String before = clouds.accounts.put(row.id(1), row.text(2));
                if (before != null && !before.equals(row.text(2))) {
                    several.add(row.id(1));
                }
            });
            // which of several accounts is meant only the operator can say
            clouds.accounts.keySet().removeAll(several);
        }
        return clouds;
    }

    /** What is known for a machine of a datacenter; either may be null. */
    HypervisorRow.Cloud of(Long idDataCenter, Long idPhysicalMachine) {
        HypervisorRow.Cloud region = regions.getOrDefault(idDataCenter, HypervisorRow.Cloud.NONE);
        return new HypervisorRow.Cloud(region.region(), region.endpoint(), accounts.get(idPhysicalMachine));
    }
}
