/** A stand-in for Amazon EC2's Query API that can misbehave. Depends on {@code doubles} and {@code server}. */
package org.pimtools.testkit.doubles.amazon;
