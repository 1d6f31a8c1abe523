/** The numbered work and the contract of the steps that carry it out. */
package org.pimtools.migrator.change;
