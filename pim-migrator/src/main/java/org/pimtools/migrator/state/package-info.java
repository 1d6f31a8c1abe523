/**
 * What is remembered on the disk between runs: the state directory of a datacenter, its lock, whom it trusts and how its
 * migrations ended. Knows {@code journal} for the frozen work of earlier migrations, and nothing of {@code run}.
 */
package org.pimtools.migrator.state;
