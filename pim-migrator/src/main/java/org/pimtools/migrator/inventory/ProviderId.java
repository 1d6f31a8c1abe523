package org.pimtools.migrator.inventory;

import org.pimtools.common.provider.ProviderIdShape;

/** A VM's lasting identity at its provider: not blank, no control characters. */
public record ProviderId(String value) implements Comparable<ProviderId> {
    /** @throws IllegalArgumentException when the value is blank or holds a control character */
    public ProviderId {
        if (!ProviderIdShape.canBeOne(value)) {
            throw new IllegalArgumentException("not a provider ID");
        }
    }

    @Override
    public int compareTo(ProviderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
