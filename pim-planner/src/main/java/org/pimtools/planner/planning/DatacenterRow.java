package org.pimtools.planner.planning;

import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;

/**
 * A row of {@code datacenter}.
 *
 * @param uuid as the database holds it, or null
 * @param name may be null
 */
public record DatacenterRow(long id, String uuid, String name) {
    public DatacenterRow {
        name = LongText.shortened(name);
    }

    /** Whether an operator means it by this identity, or by this name, which must be exactly the same. */
    public boolean isCalled(String text) {
        return text.equals(name) || text.equalsIgnoreCase(uuid);
    }

    /** By what the hosts know it; empty when it has no such text. */
    public Optional<DatacenterId> identity() {
        return DatacenterId.of(uuid);
    }
}
