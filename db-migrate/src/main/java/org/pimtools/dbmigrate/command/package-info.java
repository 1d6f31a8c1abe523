/**
 * The command line of aos-db-migrate: parses, calls, prints. Depends on {@code execute}, {@code flyway},
 * {@code migrate}, {@code module}, {@code script} and {@code table}.
 */
package org.pimtools.dbmigrate.command;
