/**
 * The inventory of a KVM host, read by libvirt's own client library; the only package that knows it, and JNA. Depends
 * on {@code inventory} and {@code remote}.
 */
package org.pimtools.migrator.provider.libvirt;
