/**
 * The SQL files of the hosts, read as untrusted input: only typed rows of the known grammar are taken from them. Depends on
 * pim-common, claims, results and spool; never connects.
 */
package org.pimtools.planner.sqlfile;
