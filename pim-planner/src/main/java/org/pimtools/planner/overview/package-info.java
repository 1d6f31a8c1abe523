/** How far the whole fleet is, told from the files that its hosts left. Reads only; depends on apply, claims, results and run. */
package org.pimtools.planner.overview;
