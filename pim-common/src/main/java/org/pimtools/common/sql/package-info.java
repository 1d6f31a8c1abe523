/**
 * The grammar of the SQL files that a migrator renders and the planner accepts: header, staging tables, literal rows,
 * one block. Never connects. Depends on {@code datacenter} and {@code entity}.
 */
package org.pimtools.common.sql;
