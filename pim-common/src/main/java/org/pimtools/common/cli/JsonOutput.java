package org.pimtools.common.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.json.JsonText;
import org.pimtools.common.output.Progress;

/** One JSON envelope on standard output when the run ends; warnings and progress go to standard error as in text. */
final class JsonOutput implements FinalOutput {
    private final String tool;
    private final String version;
    private final PrintStream out;
    private final TextOutput text;
    private final Map<String, JsonNode> result = new LinkedHashMap<>();
    private final Map<String, StoredList> lists = new LinkedHashMap<>();
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
    public void failure(String message, String hint) {
        text.failure(message, hint);
    }

    @Override
    public synchronized void result(String name, Object value) {
        if (value instanceof Iterable<?> values && !(value instanceof Collection) && !(value instanceof Path)) {
            lists.put(name, StoredList.of(values));
        } else {
            result.put(name, JsonText.tree(value));
        }
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
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("tool", tool);
        head.put("version", version);
        head.put("exit", exit);
        head.put("error", failure == null ? null : error(failure, debug));
        head.put("result", result);
        String text = JsonText.of(head);
        out.print(text.substring(0, text.length() - "}}".length()));
        String comma = result.isEmpty() ? "" : ",";
        for (Map.Entry<String, StoredList> list : lists.entrySet()) {
            out.print(comma + JsonText.of(list.getKey()) + ":");
            print(list.getValue());
            comma = ",";
        }
        out.println("},\"warnings\":" + JsonText.of(warnings) + "}");
        out.flush();
    }

    private void print(StoredList list) {
        try (list) {
            list.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
