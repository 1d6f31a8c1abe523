/** The command line of aos-db-migrate: parses, calls, prints. May use everything below it. */
package org.pimtools.dbmigrate.command;
