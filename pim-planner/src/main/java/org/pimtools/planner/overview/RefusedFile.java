package org.pimtools.planner.overview;

import java.nio.file.Path;
import org.pimtools.common.error.ToolException;

/** A file that should count and does not, and why. */
public record RefusedFile(Path file, String why) {
    static RefusedFile of(Path file, ToolException e) {
        return new RefusedFile(file, e.getMessage());
    }
}
