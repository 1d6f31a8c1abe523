package org.pimtools.testkit.doubles.veeam;

import java.util.Optional;

/** The fault that a double has now, and how many requests it still waits for. */
final class FaultPlan {
    private FaultAt fault;
    private int seen;
    private boolean dead;

    synchronized void inject(FaultAt newFault) {
        fault = newFault;
        seen = 0;
    }

    synchronized void kill() {
        dead = true;
    }

    synchronized void heal() {
        fault = null;
        dead = false;
    }

    /** What goes wrong with this request; each request is asked about once. */
    synchronized Optional<Effect> at(Place place) {
        if (dead) {
            return Optional.of(Effect.CUT_BEFORE);
        }
        if (fault == null || fault.place() != place) {
            return Optional.empty();
        }
        seen++;
        if (seen < fault.first() || seen >= fault.first() + fault.times()) {
            return Optional.empty();
        }
        dead = fault.effect() == Effect.DEAD_BEFORE || fault.effect() == Effect.DEAD_AFTER;
        return Optional.of(fault.effect());
    }
}
