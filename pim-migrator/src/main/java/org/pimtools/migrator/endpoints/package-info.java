/**
 * Logs in to the endpoints of an endpoints file, before there is a plan. Depends on {@code execute}, {@code inventory},
 * {@code migrate}, {@code provider}, {@code remote} and {@code report}.
 */
package org.pimtools.migrator.endpoints;
