package org.pimtools.migrator.inventory;

/** A VM's lasting identity at its provider: not blank, no control characters. */
public record ProviderId(String value) implements Comparable<ProviderId> {
    /** @throws IllegalArgumentException when the value is blank or holds a control character */
    public ProviderId {
        if (value.isBlank() || hasControl(value)) {
            throw new IllegalArgumentException("not a provider ID");
        }
    }

    /** A loop, since a stream of characters for every VM is much of the time that an inventory takes. */
    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
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
