package org.pimtools.common.cli;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;

/** Logs what an operator is shown, in both formats as it reads in text. */
final class LoggedOutput implements Output {
    private static final int LONGEST_CELL = 200;

    private final Output shown;
    private final RunLog log;

    LoggedOutput(Output shown, RunLog log) {
        this.shown = shown;
        this.log = log;
    }

    @Override
    public void line(String text) {
        shown.line(text);
        log.shown(text);
    }

    @Override
    public void table(List<String> header, List<List<String>> rows) {
        shown.table(header, rows);
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        Table.lines(all, LONGEST_CELL).forEach(log::shown);
    }

    @Override
    public void warn(String message) {
        shown.warn(message);
        log.warned(message);
    }

    @Override
    public void failure(String message, String hint) {
        shown.failure(message, hint);
        log.failed(message, hint, null);
    }

    @Override
    public void result(String name, Object value) {
        shown.result(name, value);
    }

    @Override
    public void next(String command) {
        shown.next(command);
        log.shown("next: " + command);
    }

    @Override
    public Progress progress(String what, long total) {
        return shown.progress(what, total);
    }
}
