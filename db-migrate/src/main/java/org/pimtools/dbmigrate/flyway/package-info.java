/** The only place that knows Flyway: reads script folders, and keeps its schema history as its free edition expects it. */
package org.pimtools.dbmigrate.flyway;
