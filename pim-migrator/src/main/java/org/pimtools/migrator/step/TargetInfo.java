package org.pimtools.migrator.step;

import java.util.Objects;

/**
 * Which target a step is connected to, by which a person recognises a wrong one.
 *
 * @param address as people read it
 * @param product name and version of the server, or empty when it does not say
 * @param role what the server is among its like, or empty when it does not say
 * @param instance a name that no other target has while it runs, or empty
 * @param holds how many VMs it knows
 */
public record TargetInfo(String address, String product, String role, String instance, long holds) {
    public TargetInfo {
        Objects.requireNonNull(address);
        Objects.requireNonNull(product);
        Objects.requireNonNull(role);
        Objects.requireNonNull(instance);
    }
}
