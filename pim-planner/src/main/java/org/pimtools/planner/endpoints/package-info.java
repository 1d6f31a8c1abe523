/** The endpoints file, which an operator fills in: read strictly, and written as a skeleton. Depends on planning. */
package org.pimtools.planner.endpoints;
