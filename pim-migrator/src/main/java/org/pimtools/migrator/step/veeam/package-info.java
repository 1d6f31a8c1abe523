/**
 * Renames Veeam's backup jobs: finds them by their names, changes the names by whichever REST interface a server has,
 * reads back, and leaves to a person, with a script, what no interface changes. Depends on {@code remote} and
 * {@code step}.
 */
package org.pimtools.migrator.step.veeam;
