/** The result files that hosts send: which of several counts, and what it says of each VM. Depends on pim-common and on spool. */
package org.pimtools.planner.results;
