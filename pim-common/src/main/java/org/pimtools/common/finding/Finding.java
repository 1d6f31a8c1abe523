package org.pimtools.common.finding;

import java.util.Objects;

/**
 * Something that concerns one entity: a VM, an endpoint, a machine. Why it matters and how to resolve it are its code's.
 *
 * @param entity kind and key, for instance {@code vm:12}, {@code endpoint:3}, {@code machine:7}, {@code redis}
 * @param detail what was seen: lower case, no final stop, no secret; may hold data of the platform, escaped by whoever prints it
 */
public record Finding(FindingCode code, String entity, String detail) {
    public Finding {
        Objects.requireNonNull(code);
        Objects.requireNonNull(entity);
        Objects.requireNonNull(detail);
    }

    public Severity severity() {
        return code.severity();
    }
}
