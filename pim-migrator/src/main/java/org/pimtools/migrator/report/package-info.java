/** Tells people and scripts what a run found and did. Sees only the inventory and pim-common. */
package org.pimtools.migrator.report;
