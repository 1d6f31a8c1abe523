package org.pimtools.migrator.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** The first and the last line of a work file; the lines between them are changes. */
public sealed interface WorkLine {
    /**
     * Whose work it is.
     *
     * @param run the run that froze it
     * @param planCreated when the plan was made
     */
    record Header(UUID planId, Instant planCreated, UUID datacenter, String datacenterName, String run)
            implements WorkLine {
        public Header {
            Objects.requireNonNull(planId);
            Objects.requireNonNull(planCreated);
            Objects.requireNonNull(datacenter);
            Objects.requireNonNull(run);
        }
    }

    /**
     * A file without it is cut off.
     *
     * @param digest SHA-256 over the bytes of all lines before this one, hexadecimal
     */
    record End(int rekeys, int setRows, String digest) implements WorkLine {}
}
