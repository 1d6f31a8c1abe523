package org.pimtools.planner.planning;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;

/**
 * A row of the table of firewalls or of load balancers, with its virtual datacenter and the VMs that belong to it.
 *
 * @param name may be null
 * @param idVirtualDataCenter null when it is in no provider
 * @param idDataCenter of the virtual datacenter, or null
 * @param type of the virtual datacenter's provider, or null
 * @param providerId what the database holds, or null
 * @param vms the first of its VMs
 * @param machines what those VMs are on
 */
public record EntityRow(
        EntityKey key,
        String name,
        Long idVirtualDataCenter,
        Long idDataCenter,
        String type,
        String providerId,
        List<Long> vms,
        Set<Long> machines) {
    public EntityRow {
        vms = List.copyOf(vms);
        machines = Set.copyOf(machines);
        type = LongText.shortened(type);
    }

    /** Whether it is in a provider at all. */
    public boolean isProvided() {
        return idVirtualDataCenter != null;
    }

    /** A finding for a row that no plan can hold. */
    public Optional<Finding> tooLong() {
        return LongText.is(name) || LongText.is(providerId)
                ? Optional.of(new Finding(FindingCode.TOO_LONG, key.toString(), "name " + VmRules.quoted(name)))
                : Optional.empty();
    }

    /** A finding for a row whose endpoint is not known. */
    public Finding withoutEndpoint() {
        return new Finding(
                FindingCode.NO_ENTITY_ENDPOINT,
                key.toString(),
                "name " + VmRules.quoted(name) + ", virtual datacenter " + idVirtualDataCenter + " of type "
                        + VmRules.quoted(type) + (idDataCenter == null ? " in no datacenter" : ""));
    }

    /** @param endpointNo 0 when it is not known */
    public PlanLine.Entity line(int endpointNo) {
        return new PlanLine.Entity(
                key.kind(),
                key.id(),
                name == null ? "" : name,
                endpointNo,
                idVirtualDataCenter,
                providerId == null || providerId.isEmpty() ? null : providerId,
                vms);
    }
}
