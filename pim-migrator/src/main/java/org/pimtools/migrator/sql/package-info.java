/** Renders the SQL update and rollback files; never connects to the database. Depends on {@code step}. */
package org.pimtools.migrator.sql;
