/**
 * The result file, by which a host tells the controller what a run found and did. Depends on {@code datacenter},
 * {@code entity}, {@code error}, {@code finding} and {@code json}.
 */
package org.pimtools.common.result;
