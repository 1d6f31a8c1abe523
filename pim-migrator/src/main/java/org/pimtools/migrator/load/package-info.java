/**
 * Takes this datacenter's section out of a plan, proves it and opens its secrets. Depends on no other package of the
 * module.
 */
package org.pimtools.migrator.load;
