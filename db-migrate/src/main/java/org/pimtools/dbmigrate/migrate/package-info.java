/** Brings one module to a version: puts module, flyway and execute together. What a command calls. */
package org.pimtools.dbmigrate.migrate;
