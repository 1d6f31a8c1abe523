/** Decides what the inventory says about each VM of a plan; pure. Depends on {@code inventory}. */
package org.pimtools.migrator.resolve;
