/**
 * The result files that hosts send: which of several counts, and what it says of each VM. Depends on {@code hosts} and
 * {@code spool}.
 */
package org.pimtools.planner.results;
