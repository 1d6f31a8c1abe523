/**
 * Compares the platform's database with SQL files, plan and results; reads only. Depends on {@code claims},
 * {@code planning}, {@code results}, {@code spool} and {@code sqlfile}.
 */
package org.pimtools.planner.verify;
