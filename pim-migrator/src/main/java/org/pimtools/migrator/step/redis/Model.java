package org.pimtools.migrator.step.redis;

/**
 * What is known about the whole Redis before a single subscription is looked at.
 *
 * @param connection the number of the connection on which it was found out
 */
record Model(Layout layout, Machines machines, int connection) {}
