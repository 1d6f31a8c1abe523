package org.pimtools.testkit.doubles.veeam;

/**
 * How many sessions a server had so far.
 *
 * @param opened by a login
 * @param closed by a logout
 * @param open now; those that expired are neither closed nor open
 */
public record SessionCount(int opened, int closed, int open) {}
