package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.Comparator;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;

/**
 * An SQL file of which the header was read.
 *
 * @param hostKey the public key of the host that it claims has signed it
 */
public record SqlHead(Path path, SqlManifest manifest, String hostKey) {
    /** From the oldest to the newest: by their plans, then by time. */
    public static final Comparator<SqlHead> BY_AGE = Comparator.comparing((SqlHead head) -> head.manifest.planCreated())
            .thenComparing(head -> head.manifest.plan())
            .thenComparing(head -> head.manifest.created())
            .thenComparing(head -> head.manifest.run())
            .thenComparing(SqlHead::path);

    /** @throws ToolException when it is no SQL file of ours */
    public static SqlHead read(Path path) {
        return SqlFileParser.header(path);
    }

    /**
     * Whether both are update files of the same datacenter, and this one is certainly of a later plan or run. A later rollback file
     * takes no other's place: it may be about chosen VMs only.
     */
    boolean supersedes(SqlHead other) {
        if (manifest.direction() != SqlDirection.UPDATE
                || other.manifest.direction() != SqlDirection.UPDATE
                || !manifest.datacenter().equals(other.manifest.datacenter())) {
            return false;
        }
        if (!manifest.plan().equals(other.manifest.plan())) {
            return manifest.planCreated().isAfter(other.manifest.planCreated());
        }
        return Comparator.comparing(SqlManifest::created)
                        .thenComparing(SqlManifest::run)
                        .compare(manifest, other.manifest)
                > 0;
    }
}
