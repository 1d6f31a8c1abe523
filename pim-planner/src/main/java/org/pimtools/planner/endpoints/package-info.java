/**
 * The endpoints file as the planner has to do with it: held against the platform, and written as a skeleton. Depends on
 * {@code inventory} and {@code planning}.
 */
package org.pimtools.planner.endpoints;
