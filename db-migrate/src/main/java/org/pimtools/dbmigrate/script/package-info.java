/** What a migration or undo script is, for the engine that reads it and the runner that runs it. Depends on nothing. */
package org.pimtools.dbmigrate.script;
