package org.pimtools.migrator.resolve;

import java.util.Map;
import java.util.Set;
import org.pimtools.migrator.inventory.ProviderId;

/**
 * What the operator decided about the entities of one kind, each by its id.
 *
 * @param assigned who has which provider ID
 * @param excluded who is left out, and therefore claims no provider ID
 */
public record Choices(Map<Long, ProviderId> assigned, Set<Long> excluded) {
    /** Nothing is decided. */
    public static final Choices NONE = new Choices(Map.of(), Set.of());

    public Choices {
        assigned = Map.copyOf(assigned);
        excluded = Set.copyOf(excluded);
    }
}
