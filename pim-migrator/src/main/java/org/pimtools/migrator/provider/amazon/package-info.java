/**
 * Reads the instances of Amazon EC2, one region of one account an endpoint. The only package that knows Amazon's
 * signer. Depends on {@code inventory} and {@code remote}.
 */
package org.pimtools.migrator.provider.amazon;
