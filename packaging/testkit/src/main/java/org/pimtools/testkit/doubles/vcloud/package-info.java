/** A stand-in for VMware Cloud Director that can misbehave. Depends on {@code doubles} and {@code server}. */
package org.pimtools.testkit.doubles.vcloud;
