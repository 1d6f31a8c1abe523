package org.pimtools.testkit.world;

/**
 * A host: one row of {@code hypervisor}, and one {@code PhysicalMachine} in Redis.
 *
 * @param idHypervisor from 1, unique in the world; {@code idPhysicalMachine} is 100,000 more
 * @param ordinal from 0 in its datacenter
 * @param hostAddress its own address, which is the endpoint's for everything but a vCenter
 */
public record Machine(long idHypervisor, int ordinal, Endpoint endpoint, String hostAddress) {
    long idPhysicalMachine() {
        return idHypervisor + 100_000;
    }

    /** The id of the {@code PhysicalMachine} in the Redis of its datacenter. */
    public long redisId() {
        return ordinal + 1L;
    }

    /** The id of its {@code VirtualMachinesCache} in the Redis of its datacenter. */
    public long cacheId() {
        return ordinal + 1001L;
    }
}
