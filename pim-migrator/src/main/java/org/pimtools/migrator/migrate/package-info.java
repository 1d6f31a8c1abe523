/** A run on one datacenter, from the plan to the result: dry, a migration, or one that resumes. Brings the packages below together. */
package org.pimtools.migrator.migrate;
