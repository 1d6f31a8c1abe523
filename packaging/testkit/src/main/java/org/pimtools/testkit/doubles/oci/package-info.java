/**
 * A stand-in for Oracle Cloud Infrastructure that can misbehave, without the vendor's libraries. Depends on
 * {@code doubles} and {@code server}.
 */
package org.pimtools.testkit.doubles.oci;
