package org.pimtools.migrator.step;

/** Remembers on the disk what a target was asked to do on its own, so that a run after a kill can wait for it. */
public interface TaskLog {
    /**
     * Returns when the task's identity is on the disk.
     *
     * @param no the number of the change
     * @param task what the target calls the task, on one line
     * @throws org.pimtools.common.error.ToolException when it cannot be written
     */
    void begun(int no, String task);
}
