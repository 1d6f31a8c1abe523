/**
 * The subscriptions that the virtual system monitor keeps in Redis, and how one is re-keyed from a name to a provider
 * ID. The only package that knows Jedis. Depends on {@code step}.
 */
package org.pimtools.migrator.step.redis;
