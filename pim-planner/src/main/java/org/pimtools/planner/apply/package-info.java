/**
 * Takes the SQL files of the hosts to the platform's database: checks all of them first, then changes. Depends on
 * {@code claims}, {@code planning}, {@code sqlfile} and {@code verify}.
 */
package org.pimtools.planner.apply;
