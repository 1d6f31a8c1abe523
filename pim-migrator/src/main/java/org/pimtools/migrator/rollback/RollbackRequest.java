package org.pimtools.migrator.rollback;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pimtools.migrator.step.redis.RedisSettings;

/**
 * What a rollback is asked to do.
 *
 * @param real false for a dry run
 * @param vms idVM or UUID of each VM; empty for all of the datacenter
 * @param parts what is rolled back
 * @param platform the base directory of the platform's Tomcat
 * @param tool name and version of this tool, for the result
 */
public record RollbackRequest(
        RedisSettings redis, boolean real, List<String> vms, Set<Part> parts, Path platform, String tool) {
    /** What a migration touches, directly or by others. */
    public enum Part {
        /** The subscriptions, which are given back their old names. */
        REDIS,
        /** The database, by a rollback file. */
        SQL,
        /** Backup jobs that somebody renamed, which are listed. */
        BACKUP
    }

    public RollbackRequest {
        vms = List.copyOf(vms);
        parts = Set.copyOf(parts);
    }
}
