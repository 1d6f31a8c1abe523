package org.pimtools.migrator.inventory;

/** A VM's lasting identity at its provider: not blank, no control characters. */
public record ProviderId(String value) implements Comparable<ProviderId> {
    /** @throws IllegalArgumentException when the value is blank or holds a control character */
    public ProviderId {
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
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
