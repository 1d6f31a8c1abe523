package org.pimtools.planner.plan;

import java.util.List;
import org.pimtools.common.endpoints.EndpointOverride;

/**
 * What the operator asks a plan for.
 *
 * @param datacenters UUIDs or names; empty for all
 * @param rehearsal true for a plan that cannot be migrated with
 */
public record PlanRequest(List<String> datacenters, boolean rehearsal, List<EndpointOverride> overrides) {
    public PlanRequest {
        datacenters = List.copyOf(datacenters);
        overrides = List.copyOf(overrides);
    }
}
