package org.pimtools.migrator.remote;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How far this host's clock and a server's are apart. Every answer has the server's time, and a signature is not
 * believed when ours is another.
 */
public final class ClockDifference {
    private static final int HALF_A_MINUTE = 30;

    private ClockDifference() {}

    /**
     * What is wrong with the clock, and what to do.
     *
     * @param ours that what was refused was signed by
     * @param tolerance what the server puts up with
     * @param server for people, such as {@code EC2}
     * @return empty when the clocks agree, or the answer does not tell
     */
    public static Optional<String> in(ErrorAnswer answer, Clock ours, Duration tolerance, String server) {
        return answer.headers()
                .date()
                .map(theirs -> Duration.between(theirs, ours.instant()))
                .filter(ahead -> ahead.abs().compareTo(tolerance) > 0)
                .map(ahead -> "this host's clock is "
                        + ahead.abs().plusSeconds(HALF_A_MINUTE).toMinutes() + " min "
                        + (ahead.isNegative() ? "behind " : "ahead of ") + server
                        + "'s; set it right, for instance by NTP");
    }
}
