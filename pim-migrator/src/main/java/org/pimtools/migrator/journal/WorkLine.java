package org.pimtools.migrator.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeKind;

/** The first and the last line of a work file; the lines between them are changes. */
public sealed interface WorkLine {
    /** The format that is written and read: work file and journal have it together. */
    int VERSION = 2;

    /**
     * Whose work it is.
     *
     * @param version the format of the file, {@link #VERSION}; null in files of before it was written
     * @param run the run that froze it
     * @param planCreated when the plan was made
     */
    record Header(
            Integer version,
            UUID planId,
            Instant planCreated,
            DatacenterId datacenter,
            String datacenterName,
            String run)
            implements WorkLine {
        /** Of a work that is frozen now. */
        public Header(UUID planId, Instant planCreated, DatacenterId datacenter, String datacenterName, String run) {
            this(VERSION, planId, planCreated, datacenter, datacenterName, run);
        }

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
     * @param counts how many changes there are of each kind, by {@link ChangeKind#label}; kinds without one are left out
     * @param digest SHA-256 over the bytes of all lines before this one, hexadecimal
     */
    record End(SortedMap<String, Integer> counts, String digest) implements WorkLine {
        public End {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
            Objects.requireNonNull(digest);
        }

        /** How many changes there are of one kind. */
        public int count(ChangeKind kind) {
            return counts.getOrDefault(kind.label(), 0);
        }

        /** How many changes there are of one kind. */
        public int count(Class<? extends Change> type) {
            return count(ChangeKind.of(type));
        }

        /** How many changes there are of all kinds, which is the highest number. */
        public int changes() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
