package org.pimtools.testkit.world;

import java.util.List;
import java.util.UUID;

/**
 * A datacenter with its hosts.
 *
 * @param index from 0; {@code idDataCenter} is one more
 */
public record Datacenter(int index, UUID uuid, String name, List<Endpoint> endpoints, List<Machine> machines) {
    public Datacenter {
        endpoints = List.copyOf(endpoints);
        machines = List.copyOf(machines);
    }

    public long idDataCenter() {
        return index + 1L;
    }

    List<Machine> machinesOf(Endpoint endpoint) {
        return machines.stream()
                .filter(machine -> machine.endpoint().equals(endpoint))
                .toList();
    }
}
