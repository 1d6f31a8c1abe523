/** Which certificate of an endpoint is believed. Knows no provider. */
package org.pimtools.migrator.provider.tls;
