package org.pimtools.common.sql;

/**
 * How many VMs of a section the operator decided about, by what was decided.
 *
 * @param excluded left out altogether
 * @param assigned given a provider ID that the operator named
 * @param accepted taken as they are, with an error that is known
 */
public record DecidedCounts(long excluded, long assigned, long accepted) {
    /** Nothing was decided. */
    public static final DecidedCounts NONE = new DecidedCounts(0, 0, 0);

    public DecidedCounts {
        if (excluded < 0 || assigned < 0 || accepted < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }
}
