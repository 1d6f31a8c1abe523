/**
 * The subscriptions that the virtual system monitor keeps in Redis, and how one is re-keyed from a name to a provider ID.
 * Depends on the change contract and pim-common; the only package that knows Jedis.
 */
package org.pimtools.migrator.step.redis;
