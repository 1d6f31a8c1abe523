/**
 * Holds a module's database for one run: its connections, the named lock, the lease, and the tool's own tables. Runs
 * no scripts. Depends on {@code script}.
 */
package org.pimtools.dbmigrate.lock;
