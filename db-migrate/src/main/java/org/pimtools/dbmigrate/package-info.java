/** aos-db-migrate: updates and rolls back the databases of the platform's modules. */
package org.pimtools.dbmigrate;
