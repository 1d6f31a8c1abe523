package org.pimtools.migrator.inventory;

import java.util.List;
import java.util.Optional;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;

/** A VM of the plan, and what the inventory says about it. */
public record VmResolution(PlanLine.Vm vm, Resolution resolution) {

    /** The identity to migrate to, when there is exactly one. */
    public Optional<ProviderId> providerId() {
        return resolution.identity();
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

    /** What is to be told about the VM: what stands in its way, or did before the operator decided; mostly nothing. */
    public Optional<Finding> finding() {
        return resolution.finding(vm);
    }
}
