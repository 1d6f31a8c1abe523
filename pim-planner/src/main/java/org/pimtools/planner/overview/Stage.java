package org.pimtools.planner.overview;

/** How far a datacenter is, from the beginning to the end. */
public enum Stage {
    NOTHING_TO_DO("nothing to do"),
    NO_DRY_RUN("no dry run yet"),
    ERRORS("errors"),
    READY("ready"),
    ROLLED_BACK("rolled back"),
    MIGRATED("migrated"),
    SQL_HERE("SQL here"),
    APPLIED("applied"),
    VERIFIED("verified");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    /** As a person reads it. */
    public String text() {
        return text;
    }
}
