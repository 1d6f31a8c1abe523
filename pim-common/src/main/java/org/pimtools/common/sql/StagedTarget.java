package org.pimtools.common.sql;

import java.util.Objects;

/**
 * A target with the rows that a file stages for it.
 *
 * @param no from 1, in the order of the file
 * @param rows how many rows are staged, at least 1
 * @param checksum as {@link RowChecksum} sums them up
 */
public record StagedTarget(int no, SqlTarget target, long rows, long checksum) {
    public StagedTarget {
        Objects.requireNonNull(target);
        if (no < 1 || rows < 1) {
            throw new IllegalArgumentException("a staged target has a number and rows");
        }
    }
}
