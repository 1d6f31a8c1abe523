package org.pimtools.migrator.report;

/** What the operator does first about what most of the findings come from. */
public enum Remedy {
    /** Nothing: there is no such cause, or what comes from it is decided. */
    NONE,
    /** Fix the endpoint or the way to it, name the right Redis, put the state back; then run again. */
    RUN_AGAIN,
    /** Correct the endpoints file and plan again: the plan has what was refused. */
    PLAN_AGAIN
}
