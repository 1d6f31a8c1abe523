/**
 * The plan file: its lines, its streaming codec and its signature. Depends on findings, on the table of providers, on the identity of
 * datacenters and on the grammar of SQL files for keys.
 */
package org.pimtools.common.plan;
