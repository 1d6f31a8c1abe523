package org.pimtools.migrator.execute;

/** Who looks on while a run works: sees how far it is, and may end it where ending is safe. */
public interface RunMonitor {
    /** Called after every batch. */
    void progress(String phase, long done, long total);

    /**
     * Called where the run can be ended without leaving anything half done.
     *
     * @throws org.pimtools.common.error.ToolException to end it
     */
    void checkpoint();
}
