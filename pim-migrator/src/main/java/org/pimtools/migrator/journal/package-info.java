/** What was decided and what was done, on disk: the frozen work and the journal. Depends on {@code step}. */
package org.pimtools.migrator.journal;
