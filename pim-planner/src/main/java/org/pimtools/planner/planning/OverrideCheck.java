package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pimtools.common.plan.EndpointType;

/** Whether overrides and the platform's machines belong together. */
public final class OverrideCheck {
    private OverrideCheck() {}

    /** Every fault: entries that match no machine, and what several entries say of the same endpoint. Empty when there is none. */
    public static List<String> faults(List<EndpointOverride> overrides, List<HypervisorRow> rows) {
        Set<EndpointOverride> unused = new LinkedHashSet<>(overrides);
        Set<String> several = new LinkedHashSet<>();
        for (HypervisorRow row : rows) {
            EndpointType type = EndpointType.of(row.type() == null ? "" : row.type())
                    .filter(EndpointSource::hasConnector)
                    .orElse(null);
            if (type == null) {
                continue;
            }
            Map<String, EndpointOverride> said = new TreeMap<>();
            for (EndpointOverride override : EndpointSource.fitting(type, row, overrides)) {
                unused.remove(override);
                for (String key : override.said()) {
                    EndpointOverride other = said.putIfAbsent(key, override);
                    if (other != null) {
                        several.add("%s and %s both say the %s of one endpoint"
                                .formatted(other.place(), override.place(), key));
                    }
                }
            }
        }
        List<String> faults = new ArrayList<>();
        unused.forEach(override -> faults.add(override.place() + " matches no endpoint of the database"));
        faults.addAll(several);
        return faults;
    }
}
