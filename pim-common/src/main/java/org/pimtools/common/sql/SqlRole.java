package org.pimtools.common.sql;

import java.util.Optional;
import org.pimtools.common.entity.EntityKind;

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

    /** How people call what the number of a row is: rows of a firewall have its own, all others that of a VM. */
    public String owner() {
        return ownerKind().noun();
    }

    /** Of what kind the entity is that a row belongs to. */
    public EntityKind ownerKind() {
        return kind().orElse(EntityKind.VM);
    }

    /** The kind of entity whose own rows these are; empty for rows that belong to another entity. */
    public Optional<EntityKind> kind() {
        return EntityKind.of(word);
    }

    /** What an entity's own row is. */
    public static SqlRole of(EntityKind kind) {
        return of(kind.word()).orElseThrow();
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
