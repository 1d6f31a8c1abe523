/**
 * Takes back what the migrations of a datacenter did, and writes the SQL file for it. Depends on {@code execute},
 * {@code host}, {@code journal}, {@code load}, {@code migrate}, {@code report}, {@code resolve}, {@code sql},
 * {@code state} and {@code step}.
 */
package org.pimtools.migrator.rollback;
