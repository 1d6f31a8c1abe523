/** The inventory of a vCenter or a stand-alone ESXi host, read by the VIM SOAP interface. Depends on nothing but the JDK and the gate. */
package org.pimtools.migrator.provider.vsphere;
