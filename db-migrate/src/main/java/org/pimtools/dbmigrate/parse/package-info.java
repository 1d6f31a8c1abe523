/** What the statements of a script are, as far as running them, going on with them and undoing them depends on it. Asks a server of nothing but its variables. */
package org.pimtools.dbmigrate.parse;
