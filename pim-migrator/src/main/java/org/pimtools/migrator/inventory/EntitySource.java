package org.pimtools.migrator.inventory;

import java.util.Objects;

/**
 * How a connector lists the entities of one kind besides VMs, or why it does not. That nothing is known of them is never the same as
 * that there are none: only {@link NoneThere} may say so.
 */
public sealed interface EntitySource {
    /** They are listed. */
    record Listed(EntityLister lister) implements EntitySource {
        public Listed {
            Objects.requireNonNull(lister);
        }
    }

    /**
     * This kind of provider has none, so that none of the plan can have a provider ID there.
     *
     * @param because for people: lower case, no final stop
     */
    record NoneThere(String because) implements EntitySource {
        public NoneThere {
            Objects.requireNonNull(because);
        }
    }

    /**
     * The provider may have some, and this connector cannot ask for them: nothing is known.
     *
     * @param because for people: lower case, no final stop
     */
    record NotRead(String because) implements EntitySource {
        public NotRead {
            Objects.requireNonNull(because);
        }
    }
}
