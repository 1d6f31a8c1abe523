/** What the planner and the migrator share: the plan file between them, findings, and the base of every command. */
package org.pimtools.common;
