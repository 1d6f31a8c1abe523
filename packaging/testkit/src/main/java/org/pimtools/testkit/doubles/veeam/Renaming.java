package org.pimtools.testkit.doubles.veeam;

/** What a server makes of a request that gives a job another name. */
public enum Renaming {
    /** The job has the new name, and everything else stays. */
    WORKS,
    /** The request is accepted as if it had worked, and the name stays. */
    IGNORED,
    /** The request is answered with an error, and the name stays. */
    REFUSED
}
