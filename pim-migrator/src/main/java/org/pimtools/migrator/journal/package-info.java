/**
 * What was decided and what was done, on disk: the frozen work and the journal. Depends on {@code change} and pim-common
 * only.
 */
package org.pimtools.migrator.journal;
