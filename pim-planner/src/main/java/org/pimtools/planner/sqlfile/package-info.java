/**
 * The SQL files of the hosts, read as untrusted input: only typed rows of the known grammar are taken from them. Never
 * connects. Depends on {@code hosts}.
 */
package org.pimtools.planner.sqlfile;
