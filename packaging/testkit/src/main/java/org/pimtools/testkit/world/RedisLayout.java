package org.pimtools.testkit.world;

/** How the VSM lays out its keys. */
public enum RedisLayout {
    /** The first one: a machine is indexed by the set {@code PhysicalMachine:address:<url>}. */
    ADDRESS,
    /**
     * That of version 3.0: the strings {@code PhysicalMachine:uid:<md5>} and {@code PhysicalMachine:connection:<md5>},
     * and the set {@code VirtualMachine:byMonitor:<machine id>}.
     */
    MONITOR
}
