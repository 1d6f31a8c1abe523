/**
 * A model of the platform at any size, in its database, in Redis and on simulators, which knows what must become of
 * each virtual machine. It depends on none of the tools that it judges. Depends on {@code doubles.amazon},
 * {@code doubles.azure}, {@code doubles.google}, {@code doubles.hyperv}, {@code doubles.oci}, {@code doubles.vcloud} and {@code server}.
 */
package org.pimtools.testkit.world;
