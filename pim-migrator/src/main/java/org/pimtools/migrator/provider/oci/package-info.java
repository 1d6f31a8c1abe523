/**
 * Reads the instances of Oracle Cloud Infrastructure, one region of one tenancy an endpoint. Depends on
 * {@code inventory} and {@code remote}.
 */
package org.pimtools.migrator.provider.oci;
