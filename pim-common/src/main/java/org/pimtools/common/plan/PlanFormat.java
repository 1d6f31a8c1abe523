package org.pimtools.common.plan;

/** The names that stand in a plan file. */
final class PlanFormat {
    static final String NAME = "pim-plan";
    /** The newest version: it has firewalls and load balancers. */
    static final int VERSION = 3;
    /** The oldest version that is read: its plans have neither. */
    static final int OLDEST = 2;

    private PlanFormat() {}
}
