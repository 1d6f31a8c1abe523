/**
 * Runs scripts, forward, resumed and undone: journals every statement and recovers what a cut left open. Depends on
 * {@code lock} and {@code script}.
 */
package org.pimtools.dbmigrate.execute;
