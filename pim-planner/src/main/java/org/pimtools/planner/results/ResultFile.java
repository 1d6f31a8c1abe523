package org.pimtools.planner.results;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.planner.hosts.SignedFile;

/**
 * A result file of which the first line was read.
 *
 * @param hostKey the public key that it claims to be signed with
 */
public record ResultFile(Path path, ResultLine.Start start, Optional<String> hostKey) {
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
            return new ResultFile(path, reader.start(), reader.hostKey());
        }
    }

    /** @throws ToolException when it is another file than before, of which nobody knows whose it is */
    ResultReader open() {
        ResultReader reader = ResultReader.open(path);
        if (!reader.start().equals(start) || !reader.hostKey().equals(hostKey)) {
            reader.close();
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the result " + path + " was changed while it was read",
                    "let nobody write the file, then run again");
        }
        return reader;
    }

    /** True when both tell of the same run: one is a copy of the other. */
    boolean isCopyOf(ResultFile other) {
        return start.equals(other.start) && hostKey.equals(other.hostKey);
    }

    /** Who it claims has signed it. */
    public SignedFile signed() {
        String name = start.datacenterName();
        return new SignedFile(
                path, start.datacenter(), name == null ? start.datacenter().toString() : name, hostKey);
    }
}
