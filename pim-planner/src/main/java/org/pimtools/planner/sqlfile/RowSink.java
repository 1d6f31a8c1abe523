package org.pimtools.planner.sqlfile;

import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;

/** Takes the rows of an SQL file in their order. */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes one row.
     *
     * @param no the target's number, from 1
     * @param n the row's number within its target, from 1
     * @param line where it stands in the file
     */
    void row(int no, SqlTarget target, long n, SqlRow row, long line);
}
