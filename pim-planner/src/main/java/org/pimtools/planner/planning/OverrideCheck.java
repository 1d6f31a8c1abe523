package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.plan.EndpointType;

/** Whether overrides and the platform's machines belong together. */
public final class OverrideCheck {
    private OverrideCheck() {}

    /** Every fault: entries that match no machine, and machines that several entries match. Empty when there is none. */
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
            HypervisorRow.Access access = EndpointSource.of(type, row);
            List<EndpointOverride> fitting = overrides.stream()
                    .filter(override -> override.match().fits(type, access, EndpointSource.port(access), row.id()))
                    .toList();
            fitting.forEach(unused::remove);
            if (fitting.size() > 1) {
                several.add("the endpoint of machine " + row.id() + " is matched by "
                        + fitting.stream().map(EndpointOverride::place).collect(Collectors.joining(" and ")));
            }
        }
        List<String> faults = new ArrayList<>();
        unused.forEach(override -> faults.add(override.place() + " matches no endpoint of the database"));
        faults.addAll(several);
        return faults;
    }
}
