package org.pimtools.migrator.migrate;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a migration will take on this host, reckoned from what its dry run measured. The migration does all that the dry run did,
 * then looks at every subscription twice more and changes it once.
 */
final class Forecast {
    private Forecast() {}

    /** How much longer it takes to change a subscription, journal included, than to look at it. */
    private static final int CHANGE_PER_LOOK = 10;

    private static final int FURTHER_LOOKS = 2;

    /**
     * Reckons at the end of a dry run.
     *
     * @param started when the dry run began
     * @param looking how long it took to look at all subscriptions once
     */
    static Duration migration(Instant started, Duration looking) {
        return Duration.between(started, Instant.now()).plus(looking.multipliedBy(FURTHER_LOOKS + CHANGE_PER_LOOK));
    }
}
