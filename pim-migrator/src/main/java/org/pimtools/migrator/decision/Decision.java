package org.pimtools.migrator.decision;

import java.util.Objects;
import org.pimtools.migrator.inventory.ProviderId;

/** What the operator decided, and why. */
public sealed interface Decision {
    /** The operator's own words; never blank. */
    String reason();

    /** What a decisions file calls it. */
    String word();

    /** The VM is left out: of Redis and of the SQL file. */
    record Exclude(String reason) implements Decision {
        public Exclude {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "exclude";
        }
    }

    /** The VM has this provider ID. */
    record Assign(ProviderId providerId, String reason) implements Decision {
        public Assign {
            Objects.requireNonNull(providerId);
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "provider-id";
        }
    }

    /** The error is known: what can be migrated is, the rest stays as it is. */
    record Accept(String reason) implements Decision {
        public Accept {
            Objects.requireNonNull(reason);
        }

        @Override
        public String word() {
            return "accept";
        }
    }
}
