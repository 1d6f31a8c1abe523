package org.pimtools.dbmigrate.flyway;

import java.util.OptionalInt;

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

    boolean isWhole() {
        return version.matches("[0-9]{1,9}");
    }

    int number() {
        return Integer.parseInt(version);
    }
}
