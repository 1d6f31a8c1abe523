/**
 * The grammar of the SQL files that a migrator renders and the planner accepts: header, staging tables, literal rows,
 * one block. Never connects. Depends on {@code datacenter}, {@code entity} and {@code signature}.
 */
package org.pimtools.common.sql;
