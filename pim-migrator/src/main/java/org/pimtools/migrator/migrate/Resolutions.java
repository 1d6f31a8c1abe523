package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.migrator.decision.Undecided;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.PlannedResolution;
import org.pimtools.migrator.inventory.VmResolution;

/** What the inventories and the operator say about everything that a section plans. */
record Resolutions(List<VmResolution> vms, List<EntityResolution> entities) {
    List<PlannedResolution> all() {
        List<PlannedResolution> all = new ArrayList<>(vms);
        all.addAll(entities);
        return all;
    }

    /** The firewalls and load balancers that have a provider ID. @param decided what of them is left out; empty for nothing */
    List<EntityResolution> migratedEntities(Optional<Undecided> decided) {
        return entities.stream()
                .filter(entity -> entity.providerId().isPresent())
                .filter(entity -> !decided.map(
                                known -> known.isExcluded(entity.entity().key()))
                        .orElse(false))
                .toList();
    }
}
