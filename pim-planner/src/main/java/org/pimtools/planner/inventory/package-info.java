/** Reads the platform's database: one query per kind of row, each streamed. Depends on planning for the rows. */
package org.pimtools.planner.inventory;
