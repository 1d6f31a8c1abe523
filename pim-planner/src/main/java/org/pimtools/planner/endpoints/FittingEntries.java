package org.pimtools.planner.endpoints;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.endpoints.EndpointsFile;
import org.pimtools.common.error.ToolException;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.FoundEndpoint;
import org.pimtools.planner.planning.OverrideCheck;

/** What the endpoints file says, held against the endpoints of the platform. */
public final class FittingEntries {
    private FittingEntries() {}

    /**
     * The entries, each with the platform's own number of the datacenter that it names.
     *
     * @throws ToolException that tells every entry which belongs to no endpoint, or says what another one says too
     */
    public static List<EndpointOverride> of(EndpointsFile file, Platform platform) {
        List<String> faults = new ArrayList<>();
        List<EndpointOverride> here = file.overrides().stream()
                .map(override -> file.datacenterOf(override)
                        .map(name -> in(override, name, platform, faults))
                        .orElse(override))
                .toList();
        if (faults.isEmpty()) {
            List<FoundEndpoint> endpoints = new ArrayList<>(FoundEndpoint.of(platform.hypervisors()));
            endpoints.addAll(platform.backupServers(here));
            faults.addAll(OverrideCheck.faults(here, endpoints));
        }
        if (!faults.isEmpty()) {
            throw file.refusal(faults);
        }
        return here;
    }

    private static EndpointOverride in(EndpointOverride override, String name, Platform platform, List<String> faults) {
        List<DatacenterRow> named = platform.datacenters().stream()
                .filter(row -> row.isCalled(name))
                .toList();
        if (named.size() == 1) {
            return override.in(named.get(0).id());
        }
        faults.add(override.place() + ", match: "
                + (named.isEmpty() ? "there is no datacenter " : "several datacenters are called ") + name);
        return override;
    }
}
