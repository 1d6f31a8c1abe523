package org.pimtools.lab;

import java.util.List;
import java.util.function.Supplier;

/**
 * What was broken around a run.
 *
 * @param wrong what the run did wrong about it, a line each; asked when the run has ended
 * @param heal ends it
 */
record ChaosHarm(Supplier<List<String>> wrong, Runnable heal) {
    /** What is over as soon as it happened. */
    static final ChaosHarm OVER = until(() -> {});

    /** What the run may notice or not. */
    static ChaosHarm until(Runnable heal) {
        return new ChaosHarm(List::of, heal);
    }
}
