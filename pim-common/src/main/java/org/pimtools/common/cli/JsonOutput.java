package org.pimtools.common.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON envelope on standard output when the run ends; warnings and progress go to standard error as in text. */
final class JsonOutput implements FinalOutput {
    private final String tool;
    private final String version;
    private final PrintStream out;
    private final TextOutput text;
    private final Map<String, Object> result = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    JsonOutput(String tool, String version, PrintStream out, TextOutput text) {
        this.tool = tool;
        this.version = version;
        this.out = out;
        this.text = text;
    }

    @Override
    public void line(String line) {
        // programs read the envelope
    }

    @Override
    public void table(List<String> header, List<List<String>> rows) {
        // programs read the envelope
    }

    @Override
    public synchronized void warn(String message) {
        warnings.add(message);
        text.warn(message);
    }

    @Override
    public synchronized void result(String name, Object value) {
        result.put(name, JsonText.tree(value));
    }

    @Override
    public void next(String command) {
        result("next", command);
    }

    @Override
    public Progress progress(String what, long total) {
        return text.progress(what, total);
    }

    @Override
    public synchronized void finish(int exit, Failure failure, boolean debug) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("tool", tool);
        envelope.put("version", version);
        envelope.put("exit", exit);
        envelope.put("error", failure == null ? null : error(failure, debug));
        envelope.put("result", result);
        envelope.put("warnings", warnings);
        out.println(JsonText.of(envelope));
        out.flush();
    }

    private static Map<String, Object> error(Failure failure, boolean debug) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", failure.message());
        error.put("hint", failure.hint());
        if (debug) {
            error.put("debug", failure.stackTrace());
        }
        return error;
    }
}
