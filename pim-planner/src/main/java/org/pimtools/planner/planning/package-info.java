/** What the planner makes of the database's rows: rows in, plan lines or findings out. Pure; depends on pim-common only. */
package org.pimtools.planner.planning;
