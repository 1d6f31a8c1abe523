package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.List;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.StagedTarget;

/**
 * An SQL file that was read to its end and keeps to the grammar.
 *
 * @param hostKey the public key with which it is signed; whose that is was not asked yet
 * @param digest SHA-256 of all that is signed, hexadecimal, so that a second reading notices another file
 */
public record SqlFile(Path path, SqlManifest manifest, String hostKey, List<StagedTarget> targets, String digest) {
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

    /** What its first lines tell. */
    public SqlHead head() {
        return new SqlHead(path, manifest, hostKey);
    }

    /** What an operator compares with what its host shows. */
    public String hostFingerprint() {
        return Signatures.fingerprint(hostKey);
    }

    /** All rows. */
    public long rows() {
        return targets.stream().mapToLong(StagedTarget::rows).sum();
    }
}
