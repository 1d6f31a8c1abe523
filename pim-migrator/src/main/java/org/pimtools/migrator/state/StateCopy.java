package org.pimtools.migrator.state;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file that carries the state of one datacenter to another place, as {@code docs/journal-format.md} describes it: lines of JSON,
 * and behind each line of a file that file's bytes.
 */
final class StateCopy {
    static final String FORMAT = "pim-state";
    static final int VERSION = 2;
    /** The most files that a copy may hold. */
    static final int MOST_FILES = 1_000_000;

    private static final List<String> OF_DATACENTER = List.of("planner.key", "finished.json", "rollback.json");
    private static final Pattern OF_RUN = Pattern.compile("runs/[0-9]{8}T[0-9]{6}Z/(section\\.jsonl|result\\.jsonl"
            + "|resolved\\.jsonl|verified\\.jsonl|work\\.jsonl|journal\\.jsonl|journal\\.jsonl\\.synced|report\\.json"
            + "|report\\.html|decisions\\.yaml|rename-backup-jobs\\.(?:ps1|csv)"
            + "|pim-[0-9A-Za-z._~%-]{1,200}-(update|rollback)\\.sql)");

    private StateCopy() {}

    /**
     * One file.
     *
     * @param path below the datacenter's directory, with slashes
     * @param modified which decisions were filled in is told from it
     */
    record Entry(String path, long bytes, Instant modified) {}

    /**
     * Whether a file belongs to what another host needs, or may need: neither the lock nor a secret, which are a host's own, nor what a
     * killed run left half-written. Says also that the path leads nowhere else.
     */
    static boolean belongs(String path) {
        return OF_DATACENTER.contains(path) || OF_RUN.matcher(path).matches();
    }
}
