package org.pimtools.planner.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.planner.planning.DatacenterRow;

/** Picks the datacenters that an operator names. */
public final class DatacenterChoice {
    private DatacenterChoice() {}

    /**
     * The named datacenters in the order of the database; all of them when none is named.
     *
     * @param names identities, or names that are exactly the same
     * @throws ToolException that tells every name which is not known or not unique
     */
    public static List<DatacenterRow> of(List<String> names, List<DatacenterRow> datacenters) {
        if (names.isEmpty()) {
            return datacenters;
        }
        Set<DatacenterRow> chosen = new LinkedHashSet<>();
        List<String> faults = new ArrayList<>();
        for (String name : names) {
            List<DatacenterRow> fitting =
                    datacenters.stream().filter(row -> row.isCalled(name)).toList();
            if (fitting.size() == 1) {
                chosen.addAll(fitting);
            } else {
                faults.add((fitting.isEmpty() ? "there is no datacenter " : "several datacenters are called ") + name);
            }
        }
        if (!faults.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    String.join("; ", faults),
                    "give one of these: "
                            + datacenters.stream()
                                    .map(row -> row.uuid() + " (" + row.name() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        return datacenters.stream().filter(chosen::contains).toList();
    }
}
