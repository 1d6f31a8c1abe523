/**
 * What is known of each kind of provider, in one table that all tools read. Depends on no other package of the module.
 */
package org.pimtools.common.provider;
