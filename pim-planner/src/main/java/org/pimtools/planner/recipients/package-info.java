/** Who may open the sealed parts of a plan. Depends on planning. */
package org.pimtools.planner.recipients;
