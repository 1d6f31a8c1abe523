/** The inventory of a KVM host, read by libvirt's own client library; the only package that knows it, and JNA. */
package org.pimtools.migrator.provider.libvirt;
