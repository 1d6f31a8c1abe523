/**
 * Reads the platform's database: one query per kind of row, each streamed. Depends on {@code planning} and
 * {@code spool}.
 */
package org.pimtools.planner.inventory;
