/** Looks again at a datacenter that was migrated or rolled back; changes nothing. Depends on migrate and rollback. */
package org.pimtools.migrator.verify;
