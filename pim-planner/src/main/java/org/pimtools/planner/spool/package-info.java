/**
 * Rows that are set aside on the disk and come back in order, so that any number of them fits a small heap. Depends on
 * no other package of the module.
 */
package org.pimtools.planner.spool;
