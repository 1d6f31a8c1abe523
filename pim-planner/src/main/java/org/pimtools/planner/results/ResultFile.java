package org.pimtools.planner.results;

import java.nio.file.Path;
import java.util.Comparator;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/** A result file of which the first line was read. */
public record ResultFile(Path path, ResultLine.Start start) {
    /**
     * From the oldest to the newest: by their plans; of one plan a migration or a rollback after every dry run, because a dry run takes
     * nothing back; then by time.
     */
    public static final Comparator<ResultFile> BY_AGE = Comparator.comparing(
                    (ResultFile file) -> file.start.planCreated())
            .thenComparing(file -> file.start.planId())
            .thenComparing(file -> !file.start.kind().isBeforeMigration())
            .thenComparing(file -> file.start.started())
            .thenComparing(file -> file.start.run())
            .thenComparing(ResultFile::path);

    /** @throws ToolException when it is no result file */
    public static ResultFile read(Path path) {
        try (ResultReader reader = ResultReader.open(path)) {
            return new ResultFile(path, reader.start());
        }
    }

    /** True when both tell of the same run: one is a copy of the other. */
    boolean isCopyOf(ResultFile other) {
        return start.equals(other.start);
    }
}
