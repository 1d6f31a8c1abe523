package org.pimtools.testkit.world;

import java.util.Objects;
import java.util.UUID;

/**
 * A row of {@code virtualmachine}.
 *
 * @param index from 0 in the world; {@code idVM} is one more
 * @param name as the database has it
 * @param hypervisorName as the hypervisor and Redis have it: {@code ABQ_} and the UUID, or a captured VM's own name
 * @param machine the host, or null when the VM was not placed on one yet
 */
public record Vm(
        int index,
        UUID uuid,
        String name,
        String hypervisorName,
        boolean captured,
        VmState state,
        Machine machine,
        int datacenter,
        Story story) {
    public Vm {
        Objects.requireNonNull(name);
        Objects.requireNonNull(hypervisorName);
        Objects.requireNonNull(story);
        if (machine == null && state != VmState.NOT_ALLOCATED) {
            throw new IllegalArgumentException("a VM in state " + state + " is on a host");
        }
    }

    public long idVm() {
        return index + 1L;
    }
}
