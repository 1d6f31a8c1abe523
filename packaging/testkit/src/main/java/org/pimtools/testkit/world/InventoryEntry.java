package org.pimtools.testkit.world;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A VM that a hypervisor has.
 *
 * @param key unique in the world; 0 to 4,000,000
 * @param near the platform's VM that it is, or whose namesake or neighbour on the host it is
 * @param uuid of the hardware; on KVM the domain's
 * @param machine the host that it is on
 * @param mac of its only network card
 */
public record InventoryEntry(int key, Vm near, String name, UUID uuid, Machine machine, String mac) {
    private static final int FIRST_MO_REF = 1_000;

    public InventoryEntry {
        Objects.requireNonNull(near);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(machine);
        Objects.requireNonNull(mac);
    }

    /** On the host of the VM that it is near, with a network card of its own. */
    public InventoryEntry(int key, Vm near, String name, UUID uuid) {
        this(key, near, name, uuid, near.machine(), mac(key));
    }

    /** The MAC address of the machine with this key. */
    static String mac(int key) {
        return String.format(Locale.ROOT, "00:50:56:%02x:%02x:%02x", key >> 16 & 0x3f, key >> 8 & 0xff, key & 0xff);
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
