package org.pimtools.migrator.inventory;

import java.util.Objects;
import java.util.Optional;

/** One of several VMs of an inventory that have a name, and what the provider says about it besides. */
public record Candidate(ProviderId providerId, Optional<Evidence> evidence) {
    public Candidate {
        Objects.requireNonNull(providerId);
        Objects.requireNonNull(evidence);
    }

    /** One of which no more is known. */
    static Candidate of(ProviderId providerId) {
        return new Candidate(providerId, Optional.empty());
    }
}
