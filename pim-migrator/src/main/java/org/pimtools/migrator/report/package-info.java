/** Tells people and scripts what a run found and did. Depends on {@code inventory}. */
package org.pimtools.migrator.report;
