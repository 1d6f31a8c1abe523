/**
 * Reads the virtual machines of Azure Resource Manager, one subscription an endpoint. Depends on {@code inventory} and
 * {@code remote}.
 */
package org.pimtools.migrator.provider.azure;
