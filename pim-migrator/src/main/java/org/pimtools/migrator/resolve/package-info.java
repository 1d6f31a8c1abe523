/** Decides what the inventory says about each VM of a plan; pure. Sees only the inventory and pim-common. */
package org.pimtools.migrator.resolve;
