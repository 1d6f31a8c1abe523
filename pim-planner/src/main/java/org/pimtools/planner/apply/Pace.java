package org.pimtools.planner.apply;

import org.pimtools.common.sql.SqlBlock;

/** How a change shares the database with others. */
enum Pace {
    /** Nobody else uses it. */
    ALONE(SqlBlock.CHUNK, ""),
    /** The platform goes on meanwhile: few rows are locked at once, and it is not made to wait for us for long. */
    BESIDE_THE_PLATFORM(100, ", innodb_lock_wait_timeout = 5");

    private final int chunk;
    private final String settings;

    Pace(int chunk, String settings) {
        this.chunk = chunk;
        this.settings = settings;
    }

    /** Rows of one transaction. */
    int chunk() {
        return chunk;
    }

    /** More of a {@code SET SESSION}. */
    String settings() {
        return settings;
    }
}
