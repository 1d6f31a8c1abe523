package org.pimtools.migrator.migrate;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.sql.EntityCounts;

/** Counts for an SQL file what it has of firewalls and load balancers, from the lines of the result that was frozen with the work. */
public final class EntityTally {
    private final Map<EntityKind, EntityCounts> counts = new EnumMap<>(EntityKind.class);
    private final Set<EntityKey> excluded = new HashSet<>();

    /** Takes any line; decisions come before what was found. */
    public void add(ResultLine line) {
        if (line instanceof ResultLine.Decided decided && decided.decision() == ResultLine.Decision.EXCLUDE) {
            excluded.add(decided.key());
        } else if (line instanceof ResultLine.EntityResult entity) {
            boolean included = entity.providerId() != null && !excluded.contains(entity.key());
            boolean already = included && entity.outcome() == ResultLine.Outcome.ALREADY_MIGRATED;
            EntityCounts before = counts.getOrDefault(entity.key().kind(), EntityCounts.NONE);
            counts.put(
                    entity.key().kind(),
                    new EntityCounts(
                            before.included() + (included ? 1 : 0),
                            before.excluded() + (included ? 0 : 1),
                            before.already() + (already ? 1 : 0)));
        }
    }

    /** The kinds of which there are some. */
    public Map<EntityKind, EntityCounts> counts() {
        return Map.copyOf(counts);
    }
}
