/**
 * A run from its first check to its result: what makes it refuse, and the one loop that carries out every step. Brings
 * together all other packages but {@code command}.
 */
package org.pimtools.migrator.run;
