/**
 * Servers of our own that stand in for providers and can misbehave, and proxies that record what a real one was asked.
 * Depends on {@code server}.
 */
package org.pimtools.testkit.doubles;
