package org.pimtools.testkit.world;

/**
 * How large a world is.
 *
 * @param datacenters 1 to 200
 * @param vms 1 to 1,000,000, spread evenly over the datacenters
 */
public record Size(int datacenters, int vms) {
    public Size {
        require(datacenters, 200, "datacenters");
        require(vms, 1_000_000, "vms");
    }

    /** How many VMs a datacenter has. */
    int vmsOf(int datacenter) {
        return (vms - datacenter + datacenters - 1) / datacenters;
    }

    private static void require(int value, int most, String what) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " must be 1 to " + most + ", not " + value);
        }
    }
}
