/**
 * Makes, checks and shows plans: reads the inventory once, plans it, writes the file. Depends on {@code inventory},
 * {@code planning}, {@code recipients} and {@code spool}.
 */
package org.pimtools.planner.plan;
