/**
 * Real servers that a test or the lab starts for itself: unprivileged processes on loopback, each in a temporary
 * directory that is deleted at the end; MariaDB and Redis in containers instead where a run asks for it. Depends on no other
 * package of the module.
 */
package org.pimtools.testkit.server;
