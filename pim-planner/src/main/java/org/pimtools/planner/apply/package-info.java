/**
 * Takes the SQL files of the hosts to the platform's database, and verifies what is there afterwards. The files are untrusted:
 * only typed rows are taken from them. Depends on pim-common, claims, results and spool.
 */
package org.pimtools.planner.apply;
