package org.pimtools.migrator.report;

/** What the operator does first about endpoints that could not be read. */
public enum Remedy {
    /** Nothing: all were read, or what they have is decided. */
    NONE,
    /** Fix the endpoint or the way to it, and run again. */
    RUN_AGAIN,
    /** Correct the endpoints file and plan again: the plan has what was refused. */
    PLAN_AGAIN
}
