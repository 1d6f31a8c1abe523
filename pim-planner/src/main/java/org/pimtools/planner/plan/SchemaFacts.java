package org.pimtools.planner.plan;

import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.profile.SchemaState;

/** The names of the database's schema, and which of them it has. */
public record SchemaFacts(SchemaProfile profile, SchemaState state) {

    /** Whether there is a column for provider IDs. */
    public boolean migratable() {
        return state.providerId().isPresent();
    }
}
