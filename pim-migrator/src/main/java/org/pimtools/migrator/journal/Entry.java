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
     * A change is about to be made or undone; written and synchronised before its target is touched.
     *
     * @param step the name of the step that does it
     * @param undo what undo needs, as the step's codec writes it
     */
    record Intent(String step, int no, Direction direction, String undo) implements Entry {
        public Intent {
            Objects.requireNonNull(step);
            Objects.requireNonNull(direction);
            Objects.requireNonNull(undo);
        }
    }

    /**
     * The target goes on with an intent on its own; written and synchronised before anybody waits for it.
     *
     * @param task what the target calls it
     */
    record Task(String step, int no, Direction direction, String task) implements Entry {
        public Task {
            Objects.requireNonNull(step);
            Objects.requireNonNull(direction);
            Objects.requireNonNull(task);
        }
    }

    /** What came of the intent with the same step and number. */
    record Outcome(String step, int no, Direction direction, org.pimtools.migrator.step.Outcome result)
            implements Entry {
        public Outcome {
            Objects.requireNonNull(step);
            Objects.requireNonNull(direction);
            Objects.requireNonNull(result);
        }
    }
}
