package org.pimtools.migrator.inventory;

import org.pimtools.common.plan.PlanLine;

/** A firewall or a load balancer of the plan, and what the inventory says about it. */
public record EntityResolution(PlanLine.Entity entity, Resolution resolution) implements PlannedResolution {
    @Override
    public PlanLine.Identified planned() {
        return entity;
    }
}
