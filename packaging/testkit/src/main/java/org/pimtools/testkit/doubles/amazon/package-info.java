/** A stand-in for Amazon EC2's Query API that can misbehave. Depends on nothing of the product and on no library of the vendor. */
package org.pimtools.testkit.doubles.amazon;
