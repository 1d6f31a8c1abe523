/**
 * The commands of pim-migrator: each parses, calls one service, prints and returns a code. Depends on {@code decision},
 * {@code endpoints}, {@code execute}, {@code host}, {@code migrate}, {@code report}, {@code rollback}, {@code state}, {@code step.redis},
 * {@code step.veeam} and {@code verify}.
 */
package org.pimtools.migrator.command;
