package org.pimtools.migrator.run;

import org.pimtools.common.cli.Interrupt;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Progress;

/** Shows how far a run is, phase by phase, and ends it at the next safe point after a signal. Safe for several threads. */
public final class Screen implements Watch, AutoCloseable {
    private final Output output;
    private final Interrupt interrupt;
    private String phase = "";
    private Progress progress;
    private long shown;

    public Screen(Output output, Interrupt interrupt) {
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
