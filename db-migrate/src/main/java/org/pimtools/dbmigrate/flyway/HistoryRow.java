package org.pimtools.dbmigrate.flyway;

import java.util.Optional;
import java.util.OptionalInt;
import org.pimtools.dbmigrate.script.Version;

/**
 * A row of Flyway's schema history.
 *
 * @param version as it stands there; empty text for a row without one
 * @param type Flyway's name of the kind, such as {@code SQL}
 */
record HistoryRow(
        int rank,
        String version,
        String description,
        String type,
        String script,
        OptionalInt checksum,
        boolean success) {

    /** Empty for a repeatable script, and for what is no version. */
    Optional<Version> parsedVersion() {
        return Version.parse(version);
    }
}
