package org.pimtools.planner.planning;

import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.common.plan.HostAddress;

/** How messages and findings name an endpoint. */
final class EndpointText {
    private static final int LAST_PORT = 65_535;

    private EndpointText() {}

    /** Kind, address and port. */
    static String where(FoundEndpoint endpoint) {
        FoundEndpoint.Place place = endpoint.place();
        return place.kind().platformName() + " " + place.address() + " port " + place.port();
    }

    /** As above, with the account as far as it is known. */
    static String whereAndWho(FoundEndpoint endpoint) {
        return where(endpoint) + (endpoint.account().isEmpty() ? "" : ", " + account(endpoint.account()));
    }

    /** What is wrong with the address or the port of an endpoint that cannot be connected to. */
    static String unusable(FoundEndpoint endpoint) {
        String fault = endpoint.address() == null ? "" : fault(endpoint.address());
        boolean port = endpoint.port() >= 1 && endpoint.port() <= LAST_PORT;
        return "address " + VmRules.quoted(endpoint.address()) + fault + ", port " + endpoint.port()
                + (port ? "" : ": not from 1 to " + LAST_PORT);
    }

    private static String fault(String address) {
        return address.endsWith(FoundEndpoint.CUT)
                ? ": it fills its column, so that its end may be missing"
                : HostAddress.fault(address).map(text -> ": " + text).orElse("");
    }

    /** Names and values of the account's parts. */
    static String account(Map<String, String> account) {
        return account.entrySet().stream()
                .map(part -> part.getKey() + " " + VmRules.quoted(part.getValue()))
                .collect(Collectors.joining(" "));
    }
}
