/**
 * Reads the inventories of a plan's endpoints, several at once; an endpoint that fails concerns its own VMs only.
 * Depends on {@code inventory}, {@code provider.amazon}, {@code provider.azure}, {@code provider.google}, {@code provider.hyperv},
 * {@code provider.libvirt}, {@code provider.oci}, {@code provider.vcloud}, {@code provider.vsphere} and {@code remote}.
 */
package org.pimtools.migrator.provider;
