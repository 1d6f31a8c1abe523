package org.pimtools.planner.fleet;

import java.nio.file.Path;
import java.util.Comparator;
import org.pimtools.common.sql.SqlManifest;

/** An SQL file of which the header was read. */
record SqlHead(Path path, SqlManifest manifest) {
    /** From the oldest to the newest: by their plans, then by time. */
    static final Comparator<SqlHead> BY_AGE = Comparator.comparing((SqlHead head) -> head.manifest.planCreated())
            .thenComparing(head -> head.manifest.plan())
            .thenComparing(head -> head.manifest.created())
            .thenComparing(head -> head.manifest.run())
            .thenComparing(SqlHead::path);
}
