package org.pimtools.planner.results;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.planner.hosts.FileAge;
import org.pimtools.planner.hosts.FileKind;
import org.pimtools.planner.hosts.SignedFile;

/**
 * A result file of which the first line was read.
 *
 * @param hostKey the public key that it claims to be signed with
 */
public record ResultFile(Path path, ResultLine.Start start, Optional<String> hostKey) {
    /**
     * From the oldest to the newest: by their plans; of one plan a migration or a rollback after every dry run, because a dry run takes
     * nothing back; then by their runs, which a host orders whatever its clock says.
     */
    public static final Comparator<ResultFile> BY_AGE = Comparator.comparing(
                    (ResultFile file) -> file.start.planCreated())
            .thenComparing(file -> file.start.planId())
            .thenComparing(file -> !file.start.kind().isBeforeMigration())
            .thenComparing(file -> file.start.run())
            .thenComparing(file -> file.start.started())
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

    /** As whose it was sent. */
    public SignedFile signed() {
        String name = start.datacenterName();
        return new SignedFile(
                path,
                start.datacenter(),
                name == null ? start.datacenter().toString() : name,
                hostKey,
                kind(),
                new FileAge(start.planCreated(), start.planId(), start.run()));
    }

    private FileKind kind() {
        return switch (start.kind()) {
            case DRY_RUN, REFUSED, FROZEN, ROLLBACK_DRY_RUN -> FileKind.DRY_RUN;
            case MIGRATION -> FileKind.MIGRATED;
            case ROLLBACK -> FileKind.ROLLED_BACK;
            case VERIFICATION -> FileKind.VERIFIED;
        };
    }
}
