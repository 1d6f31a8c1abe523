/**
 * Servers of our own that stand in for Veeam's two REST interfaces and can misbehave. Depends on {@code doubles} and
 * {@code server}.
 */
package org.pimtools.testkit.doubles.veeam;
