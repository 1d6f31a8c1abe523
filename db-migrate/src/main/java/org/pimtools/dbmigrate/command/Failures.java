package org.pimtools.dbmigrate.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.output.Output;

/** What failed in which modules; one cause of several is shown once. */
final class Failures {
    private final Map<Cause, List<String>> modules = new LinkedHashMap<>();

    private record Cause(String message, String hint) {}

    void add(String module, String message, String hint) {
        modules.computeIfAbsent(new Cause(message, hint), cause -> new ArrayList<>())
                .add(module);
    }

    boolean isEmpty() {
        return modules.isEmpty();
    }

    /** One line and its hint for each cause, with the modules in front. */
    void show(Output output) {
        modules.forEach(
                (cause, names) -> output.failure(String.join(", ", names) + ": " + cause.message(), cause.hint()));
    }
}
