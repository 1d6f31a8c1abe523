/** Provider IDs that more than one VM claims, found in constant memory. Depends on spool. */
package org.pimtools.planner.claims;
