/**
 * The command line of pim-planner: each command parses, calls one service and prints what came of it. Depends on
 * {@code apply}, {@code claims}, {@code endpoints}, {@code hosts}, {@code inventory}, {@code overview}, {@code plan},
 * {@code planning}, {@code recipients}, {@code results}, {@code spool}, {@code sqlfile} and {@code verify}.
 */
package org.pimtools.planner.command;
