/** Takes this datacenter's section out of a plan, proves it and opens its secrets. Sees only pim-common. */
package org.pimtools.migrator.load;
