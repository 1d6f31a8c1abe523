/** Renders the SQL update and rollback files; never connects to the database. Depends on the work and on pim-common's grammar. */
package org.pimtools.migrator.sql;
