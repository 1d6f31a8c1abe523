/**
 * Reads the instances of Amazon EC2, one region of one account an endpoint. The only package that knows Amazon's signer; knows no
 * other provider.
 */
package org.pimtools.migrator.provider.amazon;
