package org.pimtools.planner.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command sets aside what does not fit into memory. */
final class Scratch {
    private Scratch() {}

    /** Beside the plan, where there is space for another, unless one may only read there. */
    static Path beside(Path plan) {
        Path folder = plan.toAbsolutePath().getParent();
        return Files.isWritable(folder) ? folder : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
