package org.pimtools.common.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One value of one row that a file writes.
 *
 * @param key values of the key columns
 * @param guards values of the guard columns, null for NULL
 * @param before what the column holds before, or null for NULL
 * @param after what the column holds after, or null for NULL
 */
public record SqlRow(long idVm, List<KeyCell> key, List<String> guards, String before, String after) {
    public SqlRow {
        key = List.copyOf(key);
        guards = Collections.unmodifiableList(new ArrayList<>(guards));
    }

    /** The way back: from after to before, without guards. */
    public SqlRow reversed() {
        return new SqlRow(idVm, key, List.of(), after, before);
    }
}
