package org.pimtools.migrator.step.veeam;

/**
 * One job that is being renamed, forward or back.
 *
 * @param no the change's number
 * @param job the job under the name that it has to have now
 * @param name the name that it is to have
 * @param task a task that an earlier run began for it, or null
 */
record Renaming(int no, Job job, String name, String task) {}
