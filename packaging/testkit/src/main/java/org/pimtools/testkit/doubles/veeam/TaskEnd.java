package org.pimtools.testkit.doubles.veeam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a task of Enterprise Manager is finished. */
public sealed interface TaskEnd {
    /**
     * Whether the task is finished.
     *
     * @param begun when it began
     * @param polls how often it was asked for so far, this time included
     */
    boolean reached(Instant begun, int polls);

    /** The time at which a task begins. */
    Instant now();

    /** It is running at the first {@code running} times that somebody asks for it. */
    record AfterPolls(int running) implements TaskEnd {
        @Override
        public boolean reached(Instant begun, int polls) {
            return polls > running;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }

    /** It takes that long, by a clock that a test may move. */
    record After(Duration duration, InstantSource clock) implements TaskEnd {
        @Override
        public boolean reached(Instant begun, int polls) {
            return !clock.instant().isBefore(begun.plus(duration));
        }

        @Override
        public Instant now() {
            return clock.instant();
        }
    }
}
