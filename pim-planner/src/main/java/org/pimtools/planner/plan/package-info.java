/** Makes, checks and shows plans: reads the inventory once, plans it, writes the file. Depends on everything but the commands. */
package org.pimtools.planner.plan;
