package org.pimtools.planner.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ToolException;
import org.pimtools.planner.hosts.HostKeys;

/** Learns at first use, from the results of their dry runs, with which keys hosts sign. */
public final class DryRunKeys {
    private DryRunKeys() {}

    /**
     * Remembers the key of each host that is not known yet and whose dry runs of this plan are all signed with one key. What is cut off,
     * changed or not signed does not count.
     *
     * @param files results of any kind, plan and datacenter
     * @param datacenters those of the plan
     */
    public static void learn(
            HostKeys hosts, UUID plan, Collection<DatacenterId> datacenters, Collection<ResultFile> files)
            throws IOException {
        Map<DatacenterId, List<ResultFile>> dryRuns = new HashMap<>();
        for (ResultFile file : files) {
            DatacenterId datacenter = file.start().datacenter();
            if (file.start().planId().equals(plan)
                    && file.start().kind().isBeforeMigration()
                    && datacenters.contains(datacenter)
                    && !hosts.knows(datacenter)) {
                dryRuns.computeIfAbsent(datacenter, key -> new ArrayList<>()).add(file);
            }
        }
        for (Map.Entry<DatacenterId, List<ResultFile>> datacenter : dryRuns.entrySet()) {
            Set<String> keys = keys(datacenter.getValue());
            if (keys.size() == 1) {
                hosts.learn(datacenter.getKey(), keys.iterator().next());
            }
        }
    }

    private static Set<String> keys(List<ResultFile> files) throws IOException {
        Set<String> keys = new HashSet<>();
        for (ResultFile file : files) {
            try {
                ResultSummary.read(file, (entity, providerId) -> {});
                file.hostKey().ifPresent(keys::add);
            } catch (ToolException e) {
                continue;
            }
        }
        return keys;
    }
}
