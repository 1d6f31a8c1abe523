/** The numbered work, and the contract of the steps that carry it out. Depends on no other package of the module. */
package org.pimtools.migrator.step;
