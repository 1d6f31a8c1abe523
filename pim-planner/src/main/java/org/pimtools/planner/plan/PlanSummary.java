package org.pimtools.planner.plan;

import java.util.List;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.FindingGroups;

/** What a new plan holds. */
public record PlanSummary(UUID planId, boolean rehearsal, List<Datacenter> datacenters, FindingGroups findings) {
    public PlanSummary {
        datacenters = List.copyOf(datacenters);
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
                    findings);
        }
    }

    public long vms() {
        return datacenters.stream().mapToLong(Datacenter::vms).sum();
    }
}
