package org.pimtools.planner.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pimtools.common.output.Output;
import org.pimtools.planner.overview.NewestFiles.Chosen;

/** Files of the hosts that are given one by one, or by the folder in which they were gathered. */
final class ChosenFiles {
    private ChosenFiles() {}

    /** The given files, and in place of a folder those of it that count; says which and why. */
    static List<Path> of(List<Path> given, Function<Path, List<Chosen>> choice, Output output) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            for (Chosen chosen : choice.apply(path)) {
                output.line("taken: " + chosen.file() + ": " + chosen.why());
                files.add(chosen.file());
            }
        }
        return files;
    }
}
