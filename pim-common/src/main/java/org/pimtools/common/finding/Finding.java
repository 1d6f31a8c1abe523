package org.pimtools.common.finding;

import java.util.Objects;
import org.pimtools.common.text.Text;

/**
 * Something that concerns one entity: a VM, an endpoint, a machine. Why it matters and how to resolve it are its code's.
 *
 * @param entity kind and key, for instance {@code vm:12}, {@code endpoint:3}, {@code machine:7}, {@code redis}
 * @param detail what was seen: lower case, no final stop, no secret; may hold data of the platform, escaped by whoever prints it, and
 *     is cut after {@value #LONGEST} characters unless it is {@linkplain FindingKind#hasLines lines} that were validated
 */
public record Finding(FindingKind code, String entity, String detail) {
    /** So many fit into one line of any file, however they are escaped there. */
    private static final int LONGEST = 10_000;

    public Finding {
        Objects.requireNonNull(code);
        Objects.requireNonNull(entity);
        Objects.requireNonNull(detail);
        if (!code.hasLines()) {
            detail = Text.shortened(detail, LONGEST);
        }
    }

    public Severity severity() {
        return code.severity();
    }
}
