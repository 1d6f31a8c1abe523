/** Runs scripts, forward, resumed and undone: journals every statement and recovers what a cut left open. Knows script and lock. */
package org.pimtools.dbmigrate.execute;
