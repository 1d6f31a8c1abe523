package org.pimtools.common.sql;

/**
 * How an SQL file covers the firewalls or the load balancers of its section.
 *
 * @param included those that the file has rows for
 * @param excluded those that were left out, by decision or because nothing was found
 * @param already those among the included that had their provider ID before
 */
public record EntityCounts(long included, long excluded, long already) {
    public static final EntityCounts NONE = new EntityCounts(0, 0, 0);

    public EntityCounts {
        if (included < 0 || excluded < 0 || already < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }
}
