/** How a run ends: exit codes, and the one exception that concerns the run as a whole. Depends on nothing. */
package org.pimtools.common.error;
