package org.pimtools.testkit.world;

/** What is special about a VM. */
public enum Story {
    ORDINARY,
    NOT_DEPLOYED,
    /** Deployed, but the inventory does not have it. */
    MISSING,
    /** The inventory has two VMs of its name, and neither host nor MAC address tells which is meant. */
    TWIN,
    /** The inventory has two VMs of its name, and its host or its MAC address tells which is meant. */
    REPLICATED,
    /** Claims a VM of the inventory; another row claims the same. */
    CLAIMANT,
    /** The other row. */
    RIVAL,
    /** Another VM has the same name, on another endpoint. */
    HOMONYM,
    /** The next VM's name differs only in case, accents or trailing spaces. */
    LOOKALIKE,
    /** The next VM. */
    LOOKALIKE_OTHER,
    LOCKED
}
