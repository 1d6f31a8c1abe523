/**
 * Carries the changes of a frozen work to their targets or back, through whatever steps a run has; knows no step by
 * name. Depends on {@code journal} and {@code step}.
 */
package org.pimtools.migrator.execute;
