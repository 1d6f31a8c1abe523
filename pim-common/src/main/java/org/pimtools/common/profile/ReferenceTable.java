package org.pimtools.common.profile;

import java.util.List;
import org.pimtools.common.sql.KeyColumn;

/** A reference's table that the database has, and what its key columns hold, in the rule's order. */
public record ReferenceTable(ReferenceRule rule, List<KeyColumn> key) {
    public ReferenceTable {
        key = List.copyOf(key);
    }
}
