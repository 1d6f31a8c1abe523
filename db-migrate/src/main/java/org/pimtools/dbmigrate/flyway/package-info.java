/**
 * The only place that knows Flyway: reads script folders, and keeps its schema history as its free edition expects it.
 * Depends on {@code execute}, {@code lock}, {@code module} and {@code script}.
 */
package org.pimtools.dbmigrate.flyway;
