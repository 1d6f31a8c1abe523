package org.pimtools.common.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;
import org.pimtools.common.output.Progress;

/** A bar that is redrawn on a terminal; elsewhere a line every ten seconds, and one at the end of a long work. */
public final class ShownProgress implements Progress {
    private static final long BAR_MILLIS = 200;
    private static final long LINE_MILLIS = 10_000;
    private static final int BAR_WIDTH = 20;

    private final String what;
    private final long total;
    private final PrintStream err;
    private final boolean bar;
    private final int width;
    private final Clock clock;
    private final long started;
    private long shown;
    private long done;
    private boolean closed;

    public ShownProgress(String what, long total, PrintStream err, Terminal terminal, Clock clock) {
        this.what = what;
        this.total = total;
        this.err = err;
        this.bar = terminal.err();
        this.width = terminal.width();
        this.clock = clock;
        this.started = clock.millis();
        this.shown = started;
    }

    @Override
    public synchronized void add(long n) {
        done += n;
        long now = clock.millis();
        if (closed || now - shown < (bar ? BAR_MILLIS : LINE_MILLIS)) {
            return;
        }
        shown = now;
        if (bar) {
            String text = text(now);
            err.print("\r\u001b[K" + text.substring(0, Math.min(text.length(), width - 1)));
            err.flush();
        } else {
            err.println(text(now));
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        erase();
        closed = true;
        long now = clock.millis();
        if (now - started >= LINE_MILLIS) {
            err.println(text(now));
        }
    }

    /** Makes room on the terminal for another line; the bar comes back with the next count. */
    synchronized void erase() {
        if (bar && !closed && shown != started) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    private String text(long now) {
        StringBuilder text = new StringBuilder(what).append(": ");
        if (total > 0) {
            long part = Math.min(done, total);
            if (bar) {
                int filled = (int) (BAR_WIDTH * part / total);
                text.append('[')
                        .append("#".repeat(filled))
                        .append(" ".repeat(BAR_WIDTH - filled))
                        .append("] ");
            }
            text.append(String.format(Locale.ROOT, "%,d of %,d (%d %%)", done, total, 100 * part / total));
        } else {
            text.append(String.format(Locale.ROOT, "%,d", done));
        }
        long millis = Math.max(1, now - started);
        return text.append(String.format(Locale.ROOT, ", %,d/s", done * 1000 / millis))
                .toString();
    }
}
