/** Reads the inventories of a plan's endpoints, several at once; an endpoint that fails concerns its own VMs only. */
package org.pimtools.migrator.provider;
