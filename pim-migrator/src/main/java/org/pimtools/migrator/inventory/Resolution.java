package org.pimtools.migrator.inventory;

import java.util.List;
import java.util.Optional;
import org.pimtools.common.finding.FindingCode;

/** What the inventory says about one VM of the plan. */
public sealed interface Resolution {
    /** The identity to migrate to, when there is exactly one. */
    default Optional<ProviderId> identity() {
        if (this instanceof Resolved resolved) {
            return Optional.of(resolved.providerId());
        }
        if (this instanceof AlreadyMigrated migrated) {
            return Optional.of(migrated.providerId());
        }
        if (this instanceof Unconfirmed unconfirmed) {
            return Optional.of(unconfirmed.providerId());
        }
        if (this instanceof Assigned assigned) {
            return Optional.of(assigned.providerId());
        }
        return this instanceof Settled settled ? Optional.of(settled.providerId()) : Optional.empty();
    }

    /** Exactly one VM of the endpoint carries one of its names, namely {@code name}. */
    record Resolved(ProviderId providerId, String name) implements Resolution {}

    /** The database holds a provider ID already, and the inventory confirms it under the name {@code name}. */
    record AlreadyMigrated(ProviderId providerId, String name) implements Resolution {}

    /** An earlier run migrated the VM, and whether the provider has it still cannot be asked now, for the reason of {@code detail}. */
    record Unconfirmed(ProviderId providerId, String detail) implements Resolution {}

    /**
     * The operator decided the provider ID, since {@code before} was all that the inventory said.
     *
     * @param name what the inventory calls it, or empty when it could not be read
     */
    record Assigned(ProviderId providerId, String name, Resolution before) implements Resolution {}

    /** The operator decided a provider ID that cannot be the VM's; {@code before} is what the inventory says. */
    record Refused(String detail, Resolution before) implements Resolution {}

    /**
     * No VM of the endpoint carries one of its names.
     *
     * @param similar some whose names are easily mistaken for them, for a person to look at
     */
    record NotFound(List<InventoryVm> similar) implements Resolution {
        public NotFound {
            similar = List.copyOf(similar);
        }

        /** Nothing is similar. */
        public NotFound() {
            this(List.of());
        }
    }

    /**
     * Several VMs of the endpoint carry its names.
     *
     * @param because why what is known of them does not tell them apart
     */
    record Ambiguous(List<Candidate> candidates, String because) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * Several VMs of the endpoint carry its names, and what is known besides leaves only one of them.
     *
     * @param name which of its names that one carries
     * @param because why it is that one
     */
    record Settled(ProviderId providerId, String name, List<Candidate> candidates, String because)
            implements Resolution {
        public Settled {
            candidates = List.copyOf(candidates);
        }
    }

    /** Other VMs of the plan resolve to the same provider ID. */
    record Conflict(ProviderId providerId, List<Long> others) implements Resolution {
        public Conflict {
            others = List.copyOf(others);
        }
    }

    /** The VM cannot be migrated for the reason that the finding code says. */
    record Blocked(FindingCode code, String detail) implements Resolution {}
}
