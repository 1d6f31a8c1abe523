package org.pimtools.migrator.step.redis;

/** The known ways in which the monitor lays out its model. */
public enum Layout {
    /** No key at all: nothing is monitored. */
    EMPTY,
    /** As JOhm writes it, machines indexed by their address. */
    ADDRESS_INDEX,
    /** From version 3.0 on: machines by IP, found through digests, with a set of VMs per machine. */
    MONITOR_INDEX
}
