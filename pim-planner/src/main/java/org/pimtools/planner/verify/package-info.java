/** Compares the platform's database with SQL files, plan and results; reads only. Depends on sqlfile, claims, results and spool. */
package org.pimtools.planner.verify;
