package org.pimtools.testkit.doubles.veeam;

/** What a client is about when it sends a request. */
public enum Place {
    LOGIN,
    /** A page of the list of jobs. */
    LIST,
    /** One job whole. */
    READ,
    EDIT,
    /** How far a task is; Enterprise Manager only. */
    TASK,
    LOGOUT,
    /** Anything else. */
    OTHER
}
