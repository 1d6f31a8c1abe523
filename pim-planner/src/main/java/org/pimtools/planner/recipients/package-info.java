/** Who may open the sealed parts of a plan. Depends on {@code planning}. */
package org.pimtools.planner.recipients;
