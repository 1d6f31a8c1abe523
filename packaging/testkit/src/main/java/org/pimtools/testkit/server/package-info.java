/**
 * Real servers that a test or the lab starts for itself: unprivileged processes on loopback, each in a temporary directory
 * that is deleted at the end. Depends on nothing of the product.
 */
package org.pimtools.testkit.server;
