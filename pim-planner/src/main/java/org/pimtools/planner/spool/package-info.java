/**
 * Rows that are set aside on the disk and come back in order, so that any number of them fits a small heap. Knows no row but keys of
 * pim-common.
 */
package org.pimtools.planner.spool;
