package org.pimtools.dbmigrate.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.pimtools.common.text.Text;

/**
 * The table of current versions, in the shape of {@link MigrateTable}. A module is one line, and a line does not change with the
 * versions of other modules, so that {@code diff} of two tables shows what changed.
 */
public final class VersionTable {
    private static final String TITLE = "DB list table";
    private static final int LONGEST = 10_000;

    private VersionTable() {}

    /**
     * A module's line.
     *
     * @param module its display name
     * @param version as its scripts write it, 0 for none, or a word that says why none is known
     */
    public record Row(String module, String version) {
        public Row {
            Objects.requireNonNull(module);
            Objects.requireNonNull(version);
        }
    }

    /** The title and the table, line by line. */
    public static List<String> lines(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("N", "Module name", "Version"));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            cells.add(List.of(
                    String.valueOf(i + 1),
                    Text.printable(row.module(), LONGEST),
                    Text.printable(row.version(), LONGEST)));
        }
        return RuledTable.lines(TITLE, cells);
    }
}
