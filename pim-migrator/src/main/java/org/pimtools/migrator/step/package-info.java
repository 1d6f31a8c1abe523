/** The numbered work, and the contract of the steps that carry it out. Depends on pim-common only. */
package org.pimtools.migrator.step;
