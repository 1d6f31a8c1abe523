package org.pimtools.migrator.remote;

import java.time.Duration;

/**
 * How long is waited for one server, and how often something is tried again.
 *
 * @param connect until a connection stands
 * @param call until one request is answered to its last byte
 * @param endpoint until everything is done that is asked of the server, all attempts together
 * @param busyRetries how often a request is sent again that the server did not take, since it was too busy
 * @param restarts after a connection broke off: how often a repeatable request is sent again, or whole work begun again
 * @param pause before the first repetition; it doubles with every further one, up to 32 times
 */
public record Limits(
        Duration connect, Duration call, Duration endpoint, int busyRetries, int restarts, Duration pause) {
    /**
     * What suits a data centre: a minute for an answer, half an hour for an endpoint; one that is busy for a minute is
     * outlasted.
     */
    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(30), 7, 2, Duration.ofSeconds(1));
}
