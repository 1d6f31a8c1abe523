package org.pimtools.testkit.world;

import java.util.List;

/**
 * A datacenter with its hosts.
 *
 * @param id what its host and the database call it: a UUID, or any other text
 * @param index from 0; {@code idDataCenter} is one more
 */
public record Datacenter(int index, String id, String name, List<Endpoint> endpoints, List<Machine> machines) {
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
