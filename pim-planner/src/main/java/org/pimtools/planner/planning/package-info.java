/**
 * What the planner makes of the database's rows: rows in, plan lines or findings out. Pure. Depends on no other
 * package of the module.
 */
package org.pimtools.planner.planning;
