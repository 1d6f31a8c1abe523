package org.pimtools.planner.planning;

import java.util.Map;
import java.util.stream.Collectors;

/** How messages and findings name an endpoint. */
final class EndpointText {
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

    /** Names and values of the account's parts. */
    static String account(Map<String, String> account) {
        return account.entrySet().stream()
                .map(part -> part.getKey() + " " + VmRules.quoted(part.getValue()))
                .collect(Collectors.joining(" "));
    }
}
