package org.pimtools.common.plan;

/** The names that stand in a plan file. */
final class PlanFormat {
    static final String NAME = "pim-plan";
    static final int VERSION = 2;

    private PlanFormat() {}
}
