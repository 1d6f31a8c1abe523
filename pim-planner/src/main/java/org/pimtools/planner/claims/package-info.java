/** Provider IDs that more than one VM claims, found in constant memory. Depends on {@code spool}. */
package org.pimtools.planner.claims;
