package org.pimtools.testkit.world;

import java.util.Objects;
import java.util.UUID;

/**
 * A VM that a hypervisor has.
 *
 * @param key unique in the world; 0 to 4,000,000
 * @param near the platform's VM that it is, or whose namesake or neighbour on the host it is
 * @param uuid of the hardware; on KVM the domain's
 */
public record InventoryEntry(int key, Vm near, String name, UUID uuid) {
    private static final int FIRST_MO_REF = 1_000;

    public InventoryEntry {
        Objects.requireNonNull(near);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uuid);
    }

    /** The managed object id on a vCenter or ESXi host. */
    public String moRef() {
        return moRef(near.machine().endpoint().type(), key);
    }

    /** Whether the platform has no VM of this name there. */
    public boolean stranger() {
        return !name.equals(near.hypervisorName());
    }

    /** A vCenter numbers as {@code vm-1000}, an ESXi host as {@code 1000}. */
    static String moRef(EndpointType type, int key) {
        return (type == EndpointType.VCENTER ? "vm-" : "") + (FIRST_MO_REF + key);
    }
}
