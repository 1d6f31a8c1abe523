/** The one statement runner for forward, resume and undo, with its journal, lock, lease and recovery. Knows no Flyway. */
package org.pimtools.dbmigrate.runner;
