package org.pimtools.migrator.journal;

/** Which way a change was carried. */
public enum Direction {
    FORWARD,
    UNDO
}
