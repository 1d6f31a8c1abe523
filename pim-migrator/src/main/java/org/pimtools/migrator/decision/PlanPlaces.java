package org.pimtools.migrator.decision;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.plan.PlanLine;

/** Where the VMs and the other entities of a section are asked for, as decisions name the places. */
final class PlanPlaces {
    private final Map<Long, PlanLine.Machine> machines;
    private final Map<Integer, String> byEndpoint;

    /**
     * @param machines by idHypervisor
     * @param byEndpoint the places by endpoint number
     */
    PlanPlaces(Map<Long, PlanLine.Machine> machines, Map<Integer, String> byEndpoint) {
        this.machines = machines;
        this.byEndpoint = byEndpoint;
    }

    Collection<String> all() {
        return byEndpoint.values();
    }

    /** Empty for what has no endpoint. */
    Optional<String> of(PlanLine.Identified planned) {
        return planned instanceof PlanLine.Vm vm
                ? Optional.ofNullable(machines.get(vm.idHypervisor()))
                        .map(machine -> byEndpoint.get(machine.endpointNo()))
                : Optional.ofNullable(byEndpoint.get(((PlanLine.Entity) planned).endpointNo()));
    }
}
