/** What a script is: its statements, their tokens and kinds, and what they need of a session. Depends on pim-common only. */
package org.pimtools.dbmigrate.script;
