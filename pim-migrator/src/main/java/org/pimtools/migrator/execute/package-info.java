/**
 * Carries the changes of a frozen work to their targets or back, through whatever steps a run has. Knows the step contract and the
 * journal, never a step by name.
 */
package org.pimtools.migrator.execute;
