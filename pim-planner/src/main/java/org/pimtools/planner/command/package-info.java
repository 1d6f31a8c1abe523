/** The command line of pim-planner: each command parses, calls one service and prints what came of it. */
package org.pimtools.planner.command;
