package org.pimtools.common.sql;

/** Whether a file brings the provider IDs in or takes them out again. */
public enum SqlDirection {
    /** Refuses everything when one row is not as planned. */
    UPDATE("update"),
    /** Puts back what is still as the update left it, and leaves the rest. */
    ROLLBACK("rollback");

    private final String word;

    SqlDirection(String word) {
        this.word = word;
    }

    /** How the direction is called in a file's header and name. */
    public String word() {
        return word;
    }
}
