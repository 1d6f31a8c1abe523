package org.pimtools.planner.planning;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;

/** Which endpoint of a datacenter lists a firewall or a load balancer: the one of its virtual datacenter's type. */
public final class EntityEndpoints {
    private EntityEndpoints() {}

    /**
     * The endpoint's number, or 0. Where several have the type, as several accounts of one cloud do, it is the one on which the entity's
     * own VMs are, if that is one.
     */
    public static int of(EntityRow row, SectionEndpoints endpoints) {
        Optional<ProviderKind> kind = row.type() == null ? Optional.empty() : ProviderKind.of(row.type());
        Set<Integer> fitting = endpoints.endpoints().stream()
                .filter(endpoint -> kind.filter(endpoint.type()::equals).isPresent())
                .map(PlanLine.Endpoint::no)
                .collect(Collectors.toCollection(TreeSet::new));
        if (fitting.size() > 1) {
            fitting.retainAll(endpoints.machines().stream()
                    .filter(machine -> row.machines().contains(machine.idHypervisor()))
                    .map(PlanLine.Machine::endpointNo)
                    .collect(Collectors.toSet()));
        }
        return fitting.size() == 1 ? fitting.iterator().next() : 0;
    }
}
