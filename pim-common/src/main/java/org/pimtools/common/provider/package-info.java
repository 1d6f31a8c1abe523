/** What is known of each kind of provider, in one table that all tools read. Depends on {@code entity}. */
package org.pimtools.common.provider;
