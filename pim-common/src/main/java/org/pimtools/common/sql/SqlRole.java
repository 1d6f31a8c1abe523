package org.pimtools.common.sql;

import java.util.Optional;

/** What the rows of a target are about, which decides by what line of the plan they may be written. */
public enum SqlRole {
    /** A VM's own row, which gets its provider ID. */
    VM("vm"),
    /** A row that names a VM by its old name. */
    REFERENCE("reference"),
    /** A firewall's own row. */
    FIREWALL("firewall"),
    /** A load balancer's own row. */
    LOAD_BALANCER("load-balancer"),
    /** A backup job's own row. */
    JOB("job");

    private final String word;

    SqlRole(String word) {
        this.word = word;
    }

    /** How files call it. */
    public String word() {
        return word;
    }

    public static Optional<SqlRole> of(String word) {
        for (SqlRole role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
