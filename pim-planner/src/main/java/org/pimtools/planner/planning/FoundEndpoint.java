package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.plan.HostAddress;

/**
 * An endpoint as the database names it, before anything is validated.
 *
 * @param address may be null
 * @param usable whether address and port can be connected to
 * @param machine {@code hypervisor.id} of the one machine when it is not usable, else 0
 * @param user may be null; not part of what an endpoint is
 */
public record FoundEndpoint(EndpointType type, String address, int port, boolean usable, long machine, String user) {

    /** The endpoints of machines whose type has a connector, each once. */
    public static List<FoundEndpoint> of(List<HypervisorRow> machines) {
        List<FoundEndpoint> found = new ArrayList<>();
        Set<FoundEndpoint> seen = new HashSet<>();
        for (HypervisorRow row : machines) {
            EndpointType.of(row.type() == null ? "" : row.type())
                    .filter(EndpointSource::hasConnector)
                    .map(type -> of(type, row))
                    .filter(seen::add)
                    .ifPresent(found::add);
        }
        return found;
    }

    private static FoundEndpoint of(EndpointType type, HypervisorRow row) {
        HypervisorRow.Access access = EndpointSource.of(type, row);
        int port = EndpointSource.port(access);
        boolean usable =
                access.address() != null && HostAddress.of(access.address()).isPresent() && port >= 1 && port <= 65535;
        String address = access.address() == null ? null : access.address().toLowerCase(Locale.ROOT);
        return new FoundEndpoint(type, address, port, usable, usable ? 0 : row.id(), access.user());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoundEndpoint found
                && type == found.type
                && port == found.port
                && machine == found.machine
                && java.util.Objects.equals(address, found.address);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(type, address, port, machine);
    }
}
