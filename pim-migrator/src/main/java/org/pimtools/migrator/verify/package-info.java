/**
 * Looks again at a datacenter that was migrated or rolled back; changes nothing. Depends on {@code execute},
 * {@code inventory}, {@code journal}, {@code load}, {@code migrate}, {@code report}, {@code rollback}, {@code state} and
 * {@code step}.
 */
package org.pimtools.migrator.verify;
