/**
 * The result file, by which a host tells the controller what a run found and did. Depends on {@code datacenter},
 * {@code entity}, {@code error}, {@code finding}, {@code json} and {@code signature}.
 */
package org.pimtools.common.result;
