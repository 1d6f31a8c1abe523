package org.pimtools.migrator.rollback;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.StepList;

/**
 * What a rollback is asked to do.
 *
 * @param steps what changes targets; those that may act are rolled back
 * @param identity opens the sealed part, for the steps that log in somewhere
 * @param real false for a dry run
 * @param vms idVM or UUID of each VM; empty for all of the datacenter
 * @param files which files and lists are written beside the steps
 * @param platform the base directory of the platform's Tomcat
 * @param tool name and version of this tool, for the result
 */
public record RollbackRequest(
        StepList steps,
        Optional<Supplier<Identity>> identity,
        boolean real,
        List<String> vms,
        Set<Part> files,
        Path platform,
        String tool) {
    /** What a rollback leaves for others to do. */
    public enum Part {
        /** The rollback file for the database. */
        SQL,
        /** The list of backup jobs that somebody renamed by hand. */
        BACKUP
    }

    public RollbackRequest {
        vms = List.copyOf(vms);
        files = Set.copyOf(files);
    }
}
