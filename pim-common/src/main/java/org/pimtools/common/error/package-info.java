/**
 * How a run ends: exit codes, and the one exception that concerns the run as a whole. Depends on no other package of
 * the module.
 */
package org.pimtools.common.error;
