package org.pimtools.testkit.doubles.vcloud;

import java.util.List;
import java.util.Objects;

/**
 * An organisation with its one user, who sees all its VMs.
 *
 * @param name {@code System} for that of the provider, whose user sees the VMs of all
 * @param vms in the order of the database; may be changed by its owner while the double runs
 * @param edges its edge gateways
 */
public record VcdOrganisation(String name, String user, String password, List<VcdVm> vms, List<VcdEdge> edges) {
    public VcdOrganisation {
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(vms);
        edges = List.copyOf(edges);
    }

    /** One without edge gateways. */
    public VcdOrganisation(String name, String user, String password, List<VcdVm> vms) {
        this(name, user, password, vms, List.of());
    }

    /** The same with edge gateways. */
    public VcdOrganisation edges(VcdEdge... others) {
        return new VcdOrganisation(name, user, password, vms, List.of(others));
    }

    /** With a user and a password that follow from the name. */
    public static VcdOrganisation of(String name, List<VcdVm> vms) {
        return new VcdOrganisation(name, "pim", "secret-of-" + name + "-ü", vms);
    }

    boolean isProvider() {
        return name.equals("System");
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "VcdOrganisation[" + user + "@" + name + "]";
    }
}
