package org.pimtools.migrator.inventory;

import java.util.List;
import org.pimtools.common.plan.PlanLine;

/** A VM of the plan, and what the inventory says about it. */
public record VmResolution(PlanLine.Vm vm, Resolution resolution) implements PlannedResolution {
    @Override
    public PlanLine.Identified planned() {
        return vm;
    }

    /**
     * The names under which the monitor may know the VM. It takes them from the hypervisor, so that the name which the inventory
     * has is the only one; the others of the plan count when the VM was renamed since it was migrated.
     */
    public List<String> oldNames() {
        return resolution
                .listedName()
                .filter(vm.names()::contains)
                .map(List::of)
                .orElse(vm.names());
    }
}
