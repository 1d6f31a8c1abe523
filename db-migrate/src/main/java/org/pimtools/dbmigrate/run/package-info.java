/** Brings one module to a version: engine, runner and module put together. What a command calls. */
package org.pimtools.dbmigrate.run;
