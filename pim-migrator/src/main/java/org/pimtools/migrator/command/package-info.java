/** The commands of pim-migrator: each parses, calls one service of {@code run}, prints and returns a code. */
package org.pimtools.migrator.command;
