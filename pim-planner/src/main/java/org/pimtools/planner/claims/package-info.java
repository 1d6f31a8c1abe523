/**
 * Provider IDs that more than one VM, firewall or load balancer claims, found in constant memory. Depends on
 * {@code spool}.
 */
package org.pimtools.planner.claims;
