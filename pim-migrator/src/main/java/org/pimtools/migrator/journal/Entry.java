package org.pimtools.migrator.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** One line of a journal. */
public sealed interface Entry {
    /**
     * A run begins to work.
     *
     * @param work the digest of the work file whose numbers the entries after this one use
     */
    record Begin(String run, UUID planId, String work, Instant at) implements Entry {
        public Begin {
            Objects.requireNonNull(run);
            Objects.requireNonNull(planId);
            Objects.requireNonNull(work);
            Objects.requireNonNull(at);
        }
    }

    /**
     * A change is about to be carried; written and synchronised before its target is touched.
     *
     * @param before what undo needs, as the step gave it
     */
    record Intent(int no, Direction direction, String before) implements Entry {
        public Intent {
            Objects.requireNonNull(direction);
            Objects.requireNonNull(before);
        }
    }

    /** What came of the intent with the same number. */
    record Outcome(int no, Direction direction, org.pimtools.migrator.step.Outcome result) implements Entry {
        public Outcome {
            Objects.requireNonNull(direction);
            Objects.requireNonNull(result);
        }
    }
}
