package org.pimtools.testkit.doubles.veeam;

import java.util.Objects;

/**
 * What a double does wrong, and when.
 *
 * @param place which requests count
 * @param first the first one that it concerns, counted from 1 since the fault was injected
 * @param times how many one after the other
 */
public record FaultAt(Place place, Effect effect, int first, int times) {
    public FaultAt {
        Objects.requireNonNull(place);
        Objects.requireNonNull(effect);
        if (first < 1 || times < 1) {
            throw new IllegalArgumentException("requests are counted from 1, and at least one is concerned");
        }
    }

    /** At the next request of that kind, once. */
    public static FaultAt next(Place place, Effect effect) {
        return new FaultAt(place, effect, 1, 1);
    }
}
