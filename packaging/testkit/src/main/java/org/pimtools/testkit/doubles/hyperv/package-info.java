/** A stand-in for a Hyper-V host that can misbehave. Depends on {@code doubles} and {@code server}. */
package org.pimtools.testkit.doubles.hyperv;
