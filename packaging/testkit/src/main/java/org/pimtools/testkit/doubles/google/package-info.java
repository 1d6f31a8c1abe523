/**
 * A stand-in for Google Compute Engine and the service that issues its tokens, which can misbehave. Depends on
 * {@code doubles} and {@code server}.
 */
package org.pimtools.testkit.doubles.google;
