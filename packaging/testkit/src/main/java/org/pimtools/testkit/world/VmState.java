package org.pimtools.testkit.world;

/** The states of a VM in the database. */
public enum VmState {
    ON,
    OFF,
    PAUSED,
    CONFIGURED,
    UNKNOWN,
    /** An operation is under way, so nobody knows whether the hypervisor has the VM. */
    LOCKED,
    NOT_ALLOCATED,
    ALLOCATED;

    /** Whether the database says that the VM exists in a hypervisor. */
    public boolean deployed() {
        return switch (this) {
            case ON, OFF, PAUSED, CONFIGURED, UNKNOWN -> true;
            case LOCKED, NOT_ALLOCATED, ALLOCATED -> false;
        };
    }
}
