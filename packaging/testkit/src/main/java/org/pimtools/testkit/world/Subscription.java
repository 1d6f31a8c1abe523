package org.pimtools.testkit.world;

/**
 * A VM that the VSM watches.
 *
 * @param redisId of its {@code VirtualMachine}
 * @param machineId of its {@code PhysicalMachine}
 */
public record Subscription(Vm vm, long redisId, long machineId, Expected expected) {

    public String nameBefore() {
        return vm.hypervisorName();
    }

    /** The provider ID of a VM that resolves, else the name as it was. */
    public String nameAfter() {
        return expected.newProviderId().orElseGet(this::nameBefore);
    }
}
