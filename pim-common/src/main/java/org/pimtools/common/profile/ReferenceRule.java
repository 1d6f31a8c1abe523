package org.pimtools.common.profile;

import java.util.List;
import java.util.Objects;

/**
 * A table whose rows name a VM by its old name, so that they are changed with it. All names are those of the database.
 *
 * @param name what the profile calls it
 * @param optional true when the table may be missing
 * @param key the columns that identify a row: integers or texts, 1 to 4
 * @param vm the column that holds the VM's {@code idVM}
 * @param column the text that names the VM
 * @param replaces what of it is the name
 */
public record ReferenceRule(
        String name, boolean optional, String table, List<String> key, String vm, String column, Replaces replaces) {
    /** How much of a value is the VM's name. */
    public enum Replaces {
        /** The value is the name. */
        WHOLE,
        /** The name is somewhere in the value, once, and no letter, digit, {@code -}, {@code _} or {@code .} touches it. */
        PART
    }

    public ReferenceRule {
        Objects.requireNonNull(name);
        Objects.requireNonNull(replaces);
        key = List.copyOf(key);
    }
}
