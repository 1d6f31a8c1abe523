package org.pimtools.testkit.world;

/**
 * A firewall or a load balancer of a virtual datacenter whose provider lists it.
 *
 * @param table of the database that has its row
 * @param id its primary key
 * @param name in the database and at the provider
 * @param providerId what its row must get
 * @param twin whether the provider has another one of its name, so that only the VMs that belong to it tell them apart
 */
public record Policy(String table, long id, String name, String providerId, boolean twin) {
    /** The table of firewalls. */
    public static final String FIREWALLS = "firewall_policy";

    /** The table of load balancers. */
    public static final String BALANCERS = "load_balancer";
}
