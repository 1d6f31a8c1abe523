package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.List;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.StagedTarget;

/**
 * An SQL file that was read to its end and keeps to the grammar.
 *
 * @param digest SHA-256 of its bytes, hexadecimal, so that a second reading notices another file
 */
public record SqlFile(Path path, SqlManifest manifest, List<StagedTarget> targets, String digest) {
    public SqlFile {
        targets = List.copyOf(targets);
    }

    /**
     * Reads the file to its end, and keeps its rows to the grammar only.
     *
     * @throws org.pimtools.common.error.ToolException for everything foreign, cut off or changed
     */
    public static SqlFile read(Path path) {
        return SqlFileParser.parse(path, (no, target, n, row, line) -> {});
    }

    /** All rows. */
    public long rows() {
        return targets.stream().mapToLong(StagedTarget::rows).sum();
    }
}
