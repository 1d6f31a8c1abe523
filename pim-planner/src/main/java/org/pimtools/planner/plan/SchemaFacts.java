package org.pimtools.planner.plan;

import java.util.Optional;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.NodeRow;

/** The names of the database's schema, and which of them it has. */
public record SchemaFacts(SchemaProfile profile, SchemaState state) {

    /** Whether there is a column for provider IDs. */
    public boolean migratable() {
        return state.providerId().isPresent();
    }

    Optional<PlanLine.Reference> reference(NodeRow node) {
        String table = "load_balancer_node";
        return node.line(
                profile.table(table),
                profile.column(table, "idLoadBalancer"),
                profile.column(table, "idVM"),
                profile.column(table, "node_ref"));
    }
}
