/**
 * Reads the instances of Google Compute Engine, one project an endpoint. Depends on {@code inventory} and {@code remote}.
 */
package org.pimtools.migrator.provider.google;
