/**
 * aos-db-migrate: updates and rolls back the databases of the platform's modules. Depends on no other package of the
 * module.
 */
package org.pimtools.dbmigrate;
