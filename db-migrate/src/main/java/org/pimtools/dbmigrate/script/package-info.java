/**
 * What a script is: its statements, their tokens and kinds, and what they need of a session. Depends on no other
 * package of the module.
 */
package org.pimtools.dbmigrate.script;
