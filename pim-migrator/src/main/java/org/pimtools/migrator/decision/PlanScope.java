package org.pimtools.migrator.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;

/**
 * What a section of a plan has, as far as decisions name it.
 *
 * @param machines by idHypervisor
 */
public record PlanScope(
        UUID plan,
        DatacenterId datacenter,
        List<PlanLine.Vm> vms,
        List<PlanLine.Entity> entities,
        Map<Long, PlanLine.Machine> machines,
        List<PlanLine.Endpoint> endpoints) {

    private static final String ACCOUNT = " as ";

    /** A section without firewalls and load balancers. */
    PlanScope(
            UUID plan,
            DatacenterId datacenter,
            List<PlanLine.Vm> vms,
            Map<Long, PlanLine.Machine> machines,
            List<PlanLine.Endpoint> endpoints) {
        this(plan, datacenter, vms, List.of(), machines, endpoints);
    }

    /** Where what the section has is asked for, see {@link #place}. */
    PlanPlaces places() {
        Map<Integer, String> byEndpoint = new HashMap<>();
        endpoints.forEach(endpoint -> byEndpoint.put(endpoint.no(), place(endpoint)));
        return new PlanPlaces(machines, byEndpoint);
    }

    /**
     * {@code ADDRESS:PORT} as the screen and the file have it. Where the section has several accounts at it, the account follows,
     * such as {@code 10.0.0.7:443 as user alice}.
     */
    private String place(PlanLine.Endpoint endpoint) {
        String address = address(endpoint);
        boolean shared = endpoints.stream()
                .anyMatch(other -> other.no() != endpoint.no() && address(other).equals(address));
        return shared && !endpoint.account().isEmpty() ? address + ACCOUNT + endpoint.accountText() : address;
    }

    private static String address(PlanLine.Endpoint endpoint) {
        return normal(endpoint.address() + ":" + endpoint.port());
    }

    /** Why a place is none of the section's. */
    String missing(String place) {
        List<String> accounts = endpoints.stream()
                .filter(endpoint -> address(endpoint).equals(normal(place)))
                .map(this::place)
                .toList();
        return accounts.isEmpty()
                ? "the plan has no endpoint " + place
                : "the plan has several accounts at " + place + ": name one of " + String.join(", ", accounts);
    }

    /** Without the brackets of IPv6, and in lower case, but for the account. */
    static String normal(String place) {
        int account = place.indexOf(ACCOUNT);
        return account < 0
                ? place.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "")
                : normal(place.substring(0, account)) + place.substring(account);
    }
}
