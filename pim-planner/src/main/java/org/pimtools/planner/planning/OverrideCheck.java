package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.provider.EndpointOrigin;

/** Whether overrides and the platform's endpoints belong together. */
public final class OverrideCheck {
    private OverrideCheck() {}

    /**
     * Every fault: entries that match no endpoint, or that say what its kind of provider does not have; one login that is given for several
     * accounts; and what several entries say of the same endpoint. Empty when there is none.
     */
    public static List<String> faults(List<EndpointOverride> overrides, List<FoundEndpoint> endpoints) {
        Set<EndpointOverride> unused = new LinkedHashSet<>(overrides);
        Set<String> others = new LinkedHashSet<>();
        Map<EndpointOverride, Map<Object, Map<SortedMap<String, String>, FoundEndpoint>>> accounts =
                new LinkedHashMap<>();
        for (FoundEndpoint found : endpoints) {
            Map<String, EndpointOverride> said = new TreeMap<>();
            for (EndpointOverride override : found.fitting(overrides)) {
                unused.remove(override);
                others.addAll(strange(override, found));
                if (override.saysLogin() && !found.names().isEmpty()) {
                    accounts.computeIfAbsent(override, any -> new HashMap<>())
                            .computeIfAbsent(scope(found), any -> new LinkedHashMap<>())
                            .putIfAbsent(found.names(), found);
                }
                for (String key : override.said()) {
                    EndpointOverride other = said.putIfAbsent(key, override);
                    if (other != null) {
                        others.add("%s and %s both say the %s of one endpoint"
                                .formatted(other.place(), override.place(), key));
                    }
                }
            }
        }
        List<String> faults = new ArrayList<>();
        unused.forEach(override -> faults.add(override.place() + " matches no endpoint of the database"));
        accounts.forEach((override, byScope) -> byScope.values().stream()
                .filter(names -> names.size() > 1)
                .forEach(names -> faults.add(several(override, names))));
        faults.addAll(others);
        return faults;
    }

    /** Within what one login is of one account: a server, and for a public cloud all of its addresses. */
    private static Object scope(FoundEndpoint found) {
        return found.kind().origin() == EndpointOrigin.PUBLIC_CLOUD ? found.kind() : found.place();
    }

    private static String several(EndpointOverride override, Map<SortedMap<String, String>, FoundEndpoint> byNames) {
        FoundEndpoint first = byNames.values().iterator().next();
        return "%s gives one login for several accounts of %s: %s; say in match which account is meant"
                .formatted(
                        override.place(),
                        EndpointText.where(first),
                        byNames.keySet().stream().map(EndpointText::account).collect(Collectors.joining(", ")));
    }

    private static List<String> strange(EndpointOverride override, FoundEndpoint found) {
        List<String> faults = new ArrayList<>();
        for (String name : override.account().keySet()) {
            strange(override, found, name, faults);
        }
        for (String name : override.secrets().keySet()) {
            strange(override, found, name, faults);
        }
        for (String name : override.options().keySet()) {
            if (!name.equals("rate") && !found.kind().options().containsKey(name)) {
                faults.add(override.place() + ": the option " + name + " is not for "
                        + found.kind().platformName());
            }
        }
        if (override.pin() != null && !found.kind().pinAllowed()) {
            faults.add(override.place() + ": pin is not for " + found.kind().platformName());
        }
        return faults;
    }

    private static void strange(EndpointOverride override, FoundEndpoint found, String name, List<String> faults) {
        if (found.kind().part(name).isEmpty()) {
            faults.add(override.place() + ": " + name + " is not for "
                    + found.kind().platformName());
        }
    }
}
