/** Whose signatures of hosts this planner believes. Depends on no other package of the module. */
package org.pimtools.planner.hosts;
