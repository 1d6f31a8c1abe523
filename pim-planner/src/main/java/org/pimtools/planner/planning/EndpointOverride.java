package org.pimtools.planner.planning;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.seal.Secret;

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

    /** Which endpoints are meant: those that agree in everything that is not null. */
    public record Match(EndpointType type, String address, Integer port, Long machine) {
        boolean fits(EndpointType rowType, HypervisorRow.Access access, int rowPort, long idHypervisor) {
            return (type == null || type == rowType)
                    && (address == null || address.equalsIgnoreCase(access.address()))
                    && (port == null || port == rowPort)
                    && (machine == null || machine == idHypervisor);
        }
    }
}
