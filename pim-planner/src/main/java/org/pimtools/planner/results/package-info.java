/** The result files that hosts send: which of several counts, and what it says of each VM. Depends on pim-common alone. */
package org.pimtools.planner.results;
