package org.pimtools.migrator.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pimtools.common.plan.PlanLine;

/**
 * What a section of a plan has, as far as decisions name it.
 *
 * @param machines by idHypervisor
 */
public record PlanScope(
        UUID plan,
        UUID datacenter,
        List<PlanLine.Vm> vms,
        Map<Long, PlanLine.Machine> machines,
        List<PlanLine.Endpoint> endpoints) {

    /** Where each machine's VMs are asked for, as {@code ADDRESS:PORT} by idHypervisor; without machines that have no endpoint. */
    Map<Long, String> places() {
        Map<Integer, String> byEndpoint = new HashMap<>();
        endpoints.forEach(endpoint -> byEndpoint.put(endpoint.no(), place(endpoint)));
        Map<Long, String> places = new HashMap<>();
        machines.forEach((id, machine) ->
                Optional.ofNullable(byEndpoint.get(machine.endpointNo())).ifPresent(place -> places.put(id, place)));
        return places;
    }

    /** {@code ADDRESS:PORT} as the screen and the file have it. */
    static String place(PlanLine.Endpoint endpoint) {
        return normal(endpoint.address() + ":" + endpoint.port());
    }

    /** Without the brackets of IPv6, in lower case. */
    static String normal(String place) {
        return place.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }
}
