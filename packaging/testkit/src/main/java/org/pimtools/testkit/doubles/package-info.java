/**
 * Servers of our own that stand in for providers and can misbehave, and proxies that record what a real one was asked.
 * Depends on nothing of the product.
 */
package org.pimtools.testkit.doubles;
