/**
 * What providers list, how a connector is asked, and what the answer means for a VM of the plan. Depends on
 * {@code remote}.
 */
package org.pimtools.migrator.inventory;
