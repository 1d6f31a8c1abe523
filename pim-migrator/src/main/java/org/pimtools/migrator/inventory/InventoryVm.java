package org.pimtools.migrator.inventory;

import java.util.Objects;

/**
 * One VM as a provider lists it, or one entity of another kind.
 *
 * @param name the name by which the platform knew it; never null, may be empty
 */
public record InventoryVm(ProviderId providerId, String name) {
    public InventoryVm {
        Objects.requireNonNull(providerId);
        Objects.requireNonNull(name);
    }
}
