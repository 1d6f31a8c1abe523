package org.pimtools.planner.planning;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.secret.Secret;

/**
 * What the operator says about endpoints, which wins over the database. What is null is left as the database has it.
 *
 * @param place names it in messages, for instance {@code entry 2}
 * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits
 */
public record EndpointOverride(
        String place,
        Match match,
        String address,
        Integer port,
        String user,
        Secret password,
        String pin,
        SortedMap<String, String> options) {
    public EndpointOverride {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** Both together; where both say something, this one wins. */
    EndpointOverride and(EndpointOverride other) {
        SortedMap<String, String> all = new TreeMap<>(other.options);
        all.putAll(options);
        return new EndpointOverride(
                place,
                match,
                address == null ? other.address : address,
                port == null ? other.port : port,
                user == null ? other.user : user,
                password == null ? other.password : password,
                pin == null ? other.pin : pin,
                all);
    }

    /** The keys of the endpoints file of which this entry says something. */
    Set<String> said() {
        Map<String, Object> values = new TreeMap<>(options);
        values.put("address", address);
        values.put("port", port);
        values.put("user", user);
        values.put("password", password);
        values.put("pin", pin);
        values.values().removeIf(Objects::isNull);
        return values.keySet();
    }

    /** Which endpoints are meant: those that agree in everything that is not null. */
    public record Match(EndpointType type, String address, Integer port, Long machine) {
        boolean fits(EndpointType rowType, String rowAddress, int rowPort, long idHypervisor) {
            return (type == null || type == rowType)
                    && (address == null || address.equalsIgnoreCase(rowAddress))
                    && (port == null || port == rowPort)
                    && (machine == null || machine == idHypervisor);
        }
    }
}
