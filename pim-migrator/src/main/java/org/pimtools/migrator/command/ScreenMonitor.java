package org.pimtools.migrator.command;

import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.migrator.execute.RunMonitor;

/** Shows how far a run is, phase by phase, and ends it at the next safe point after a signal. Safe for several threads. */
public final class ScreenMonitor implements RunMonitor, AutoCloseable {
    private final Output output;
    private final Interrupt interrupt;
    private String phase = "";
    private Progress progress;
    private long shown;

    public ScreenMonitor(Output output, Interrupt interrupt) {
        this.output = output;
        this.interrupt = interrupt;
    }

    @Override
    public synchronized void progress(String newPhase, long done, long total) {
        if (!newPhase.equals(phase) || done < shown) {
            close();
            phase = newPhase;
            progress = output.progress(newPhase, total);
        }
        progress.add(done - shown);
        shown = done;
    }

    @Override
    public void checkpoint() {
        interrupt.stopIfRequested();
    }

    @Override
    public synchronized void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
        shown = 0;
    }
}
