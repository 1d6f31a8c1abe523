package org.pimtools.migrator.inventory;

import java.util.Optional;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;

/** A VM or another entity of the plan, and what the inventory says about it. */
public sealed interface PlannedResolution permits VmResolution, EntityResolution {
    PlanLine.Identified planned();

    Resolution resolution();

    /** The identity to migrate to, when there is exactly one. */
    default Optional<ProviderId> providerId() {
        return resolution().identity();
    }

    /** What is to be told about it: what stands in its way, or did before the operator decided; mostly nothing. */
    default Optional<Finding> finding() {
        return resolution().finding(planned());
    }
}
