package org.pimtools.migrator.command;

import java.util.TreeMap;
import org.pimtools.common.output.Output;
import org.pimtools.migrator.report.Ending;

/** Prints how a run ended. */
final class Endings {
    private Endings() {}

    static void print(Ending ending, Output output) {
        ending.lines().forEach(output::line);
        output.line("files");
        new TreeMap<>(ending.files()).forEach((name, file) -> {
            output.line("  %-10s %s".formatted(name, file));
            output.result(name, file.toString());
        });
        output.result("counts", new TreeMap<>(ending.counts()));
    }
}
