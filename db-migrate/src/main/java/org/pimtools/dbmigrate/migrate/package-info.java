/**
 * Brings one module to a version: puts module, flyway and execute together. What a command calls. Depends on
 * {@code execute}, {@code flyway}, {@code lock}, {@code module} and {@code script}.
 */
package org.pimtools.dbmigrate.migrate;
