package org.pimtools.testkit.world;

import java.util.Optional;
import java.util.function.Consumer;

/** What hypervisors list at one time; {@link Simulations} makes simulators' models of it. */
public interface Listing {
    /** Gives what a hypervisor lists, in the order of the keys: VMs of the platform and strangers. */
    void forEachEntry(Endpoint endpoint, Consumer<? super InventoryEntry> action);

    /** The firewall that the VM's own instance belongs to, by the id of its row; empty for none. */
    Optional<Long> firewall(Vm vm);

    /** The {@code about.instanceUuid} of a vCenter or ESXi host. */
    String serverUuid(Endpoint endpoint);
}
