/**
 * The grammar of the SQL files that a migrator renders and the planner accepts: header, staging tables, literal rows, one
 * block. Depends on the identity of datacenters only, and never connects.
 */
package org.pimtools.common.sql;
