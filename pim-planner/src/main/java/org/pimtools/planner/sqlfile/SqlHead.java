package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.planner.hosts.FileAge;
import org.pimtools.planner.hosts.FileKind;
import org.pimtools.planner.hosts.SignedFile;

/**
 * An SQL file of which the header was read.
 *
 * @param hostKey the public key of the host that it claims has signed it
 */
public record SqlHead(Path path, SqlManifest manifest, String hostKey) {
    /** From the oldest to the newest: by their plans, then by their runs. */
    static final Comparator<SqlHead> BY_RUN = Comparator.comparing((SqlHead head) -> head.manifest.planCreated())
            .thenComparing(head -> head.manifest.plan())
            .thenComparing(head -> head.manifest.run());

    /** The same for files of one direction, of which none are equal. */
    public static final Comparator<SqlHead> BY_AGE = BY_RUN.thenComparing(SqlHead::path);

    /** @throws ToolException when it is no SQL file of ours */
    public static SqlHead read(Path path) {
        return SqlFileParser.header(path);
    }

    /** Whether both are of the same datacenter, and this one is certainly later and takes the other's place. */
    boolean supersedes(SqlHead other) {
        return manifest.datacenter().equals(other.manifest.datacenter())
                && other.kind().isSupersededBy(kind())
                && age().isAfter(other.age());
    }

    /** As whose it was sent. @param title the datacenter for people */
    public SignedFile signed(String title) {
        return new SignedFile(path, manifest.datacenter(), title, Optional.of(hostKey), kind(), age());
    }

    private FileKind kind() {
        return switch (manifest.direction()) {
            case UPDATE -> FileKind.UPDATE_FILE;
            case ROLLBACK -> FileKind.ROLLBACK_FILE;
        };
    }

    private FileAge age() {
        return new FileAge(manifest.planCreated(), manifest.plan(), manifest.run());
    }
}
