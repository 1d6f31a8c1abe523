/**
 * The inventory of a vCenter or a stand-alone ESXi host, read by the VIM SOAP interface. Depends on {@code inventory}
 * and {@code remote}.
 */
package org.pimtools.migrator.provider.vsphere;
