package org.pimtools.migrator.inventory;

import java.util.Map;
import java.util.Objects;
import org.pimtools.common.finding.Finding;

/** What became of reading one endpoint's entities of one kind besides VMs. */
public sealed interface EntityInventory {
    /** How many were read; 0 when they were not. */
    int size();

    /**
     * They were read to their end.
     *
     * @param evidence what the endpoint says about those that share a name; empty when that was not asked or could not be had
     */
    record Read(Inventory inventory, Map<ProviderId, Evidence> evidence) implements EntityInventory {
        public Read {
            Objects.requireNonNull(inventory);
            evidence = Map.copyOf(evidence);
        }

        @Override
        public int size() {
            return inventory.size();
        }
    }

    /** The provider has none. @param because for people */
    record NoneThere(String because) implements EntityInventory {
        public NoneThere {
            Objects.requireNonNull(because);
        }

        @Override
        public int size() {
            return 0;
        }
    }

    /** Nothing is known about them. @param finding about the endpoint: why */
    record NotRead(Finding finding) implements EntityInventory {
        public NotRead {
            Objects.requireNonNull(finding);
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
