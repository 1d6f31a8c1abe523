/**
 * Servers of our own that stand in for Veeam's two REST interfaces and can misbehave. Depends on the HTTP server of the
 * package above only.
 */
package org.pimtools.testkit.doubles.veeam;
