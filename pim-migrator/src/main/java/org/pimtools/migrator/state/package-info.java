/**
 * What is remembered on the disk between runs: the state directory of a datacenter, its lock, whom it trusts and how
 * its migrations ended. Depends on {@code journal} and {@code step}.
 */
package org.pimtools.migrator.state;
