package org.pimtools.common.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.output.Progress;
import org.pimtools.common.text.Text;

/** Lines for people. A standard output that nobody reads any more is written to no longer; the work goes on. */
final class TextOutput implements FinalOutput {
    private static final int LONGEST_CELL = 200;
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String BLUE = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final String tool;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final boolean colors;
    private final boolean quiet;
    private ShownProgress running;

    TextOutput(String tool, PrintStream out, PrintStream err, Terminal terminal, Color color, boolean quiet) {
        this.tool = tool;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colors = terminal.colors(color);
        this.quiet = quiet;
    }

    @Override
    public synchronized void line(String text) {
        eraseBar();
        out.println(Text.printable(text));
    }

    @Override
    public synchronized void table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        eraseBar();
        Table.lines(all, LONGEST_CELL).forEach(out::println);
    }

    @Override
    public synchronized void warn(String message) {
        eraseBar();
        err.println(tool + ": " + colored(YELLOW, "warning:") + " " + Text.printable(message));
    }

    @Override
    public synchronized void failure(String message, String hint) {
        eraseBar();
        err.println(tool + ": " + colored(RED, "error:") + " " + Text.printable(message));
        err.println(colored(BLUE, "hint:") + " " + Text.printable(hint));
    }

    @Override
    public void result(String name, Object value) {
        // people read the lines
    }

    @Override
    public void next(String command) {
        line("next: " + command);
    }

    @Override
    public synchronized Progress progress(String what, long total) {
        if (quiet) {
            return new SilentProgress();
        }
        running = new ShownProgress(Text.printable(what), total, err, terminal, Clock.systemUTC());
        return running;
    }

    @Override
    public synchronized void finish(int exit, Failure failure, boolean debug) {
        eraseBar();
        if (failure != null && failure.isStop()) {
            err.println(tool + ": " + failure.message() + "; " + failure.hint());
        } else if (failure != null) {
            failure(failure.message(), failure.hint());
        }
        if (failure != null && debug) {
            failure.stackTrace().lines().forEach(line -> err.println(Text.printable(line.replace("\t", "    "))));
        }
        out.flush();
        err.flush();
    }

    private void eraseBar() {
        if (running != null) {
            running.erase();
        }
    }

    private String colored(String color, String label) {
        return colors ? color + label + PLAIN : label;
    }
}
