package org.pimtools.planner.plan;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingGroups;

/**
 * What a new plan holds.
 *
 * @param notProvided firewalls and load balancers that are in no provider, and therefore in no plan
 */
public record PlanSummary(
        UUID planId,
        boolean rehearsal,
        List<Datacenter> datacenters,
        FindingGroups findings,
        Map<EntityKind, Long> notProvided) {
    public PlanSummary {
        datacenters = List.copyOf(datacenters);
        notProvided = Map.copyOf(notProvided);
    }

    /** What was counted in one section. */
    public record Datacenter(
            String name,
            DatacenterId id,
            int endpoints,
            int machines,
            long vms,
            long notDeployed,
            long temporalCopies,
            long backupJobs,
            long references,
            long firewalls,
            long loadBalancers,
            long findings) {
        static Datacenter of(Section section, long findings) {
            return new Datacenter(
                    section.datacenter.name(),
                    section.id,
                    section.endpoints.endpoints().size(),
                    section.endpoints.machines().size(),
                    section.vms,
                    section.notDeployed,
                    section.copies.count(),
                    section.backupJobs,
                    section.references,
                    section.entities.getOrDefault(EntityKind.FIREWALL, 0L),
                    section.entities.getOrDefault(EntityKind.LOAD_BALANCER, 0L),
                    findings);
        }
    }

    public long vms() {
        return datacenters.stream().mapToLong(Datacenter::vms).sum();
    }
}
