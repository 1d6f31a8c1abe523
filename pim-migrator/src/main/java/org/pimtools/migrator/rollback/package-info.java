/** Takes back what the migrations of a datacenter did, and writes the SQL file for it. Depends on migrate. */
package org.pimtools.migrator.rollback;
