package org.pimtools.planner.planning;

import java.util.Locale;

/** What {@code virtualmachine.state} says about a VM's existence in a hypervisor. */
public enum VmState {
    /** It exists there. */
    DEPLOYED,
    /** It does not exist there yet, or no longer. */
    NOT_DEPLOYED,
    /** An operation is under way, and before it the VM did not exist or nobody knows, so that it may exist or not. */
    LOCKED,
    /** A state of which nothing is known. */
    UNKNOWN;

    /**
     * What is known of a VM in this state; either may be null.
     *
     * @param previous the state before the operation that locks the VM
     */
    static VmState of(String state, String previous) {
        VmState now = of(state);
        return now == LOCKED && of(previous) == DEPLOYED ? DEPLOYED : now;
    }

    private static VmState of(String state) {
        if (state == null) {
            return UNKNOWN;
        }
        return switch (state.strip().toUpperCase(Locale.ROOT)) {
            case "ON", "OFF", "PAUSED", "CONFIGURED", "UNKNOWN" -> DEPLOYED;
            case "NOT_ALLOCATED", "ALLOCATED" -> NOT_DEPLOYED;
            case "LOCKED" -> LOCKED;
            default -> UNKNOWN;
        };
    }

    /** Whether a plan has it: also when that is not certain. */
    public boolean deployed() {
        return this != NOT_DEPLOYED;
    }
}
