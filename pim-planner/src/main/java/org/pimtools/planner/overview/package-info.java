/**
 * How far the whole fleet is, by the files that its hosts left. Reads only. Depends on {@code claims}, {@code hosts},
 * {@code plan}, {@code results}, {@code sqlfile} and {@code verify}.
 */
package org.pimtools.planner.overview;
