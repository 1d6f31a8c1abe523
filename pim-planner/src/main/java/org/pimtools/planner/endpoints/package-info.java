/**
 * The endpoints file, which an operator fills in: read strictly, and written as a skeleton. Depends on
 * {@code inventory} and {@code planning}.
 */
package org.pimtools.planner.endpoints;
