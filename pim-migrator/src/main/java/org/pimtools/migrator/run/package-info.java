/**
 * A run from its first check to its result: the state directory, what makes a run refuse, and the one loop that carries
 * out every step. Brings together all other packages but {@code command}.
 */
package org.pimtools.migrator.run;
