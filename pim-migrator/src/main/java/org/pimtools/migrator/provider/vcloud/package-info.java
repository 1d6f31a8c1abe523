/**
 * Reads the VMs of VMware Cloud Director, one organisation an endpoint. Depends on {@code inventory} and
 * {@code remote}.
 */
package org.pimtools.migrator.provider.vcloud;
