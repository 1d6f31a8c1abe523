/**
 * The result file, by which a host tells the controller what a run found and did. Depends on findings, on the identity of datacenters and on
 * the reader of JSON.
 */
package org.pimtools.common.result;
