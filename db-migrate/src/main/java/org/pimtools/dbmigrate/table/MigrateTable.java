package org.pimtools.dbmigrate.table;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.text.Text;

/**
 * The table of results as the platform's operators and their scripts know it. An error is wrapped at words, at
 * {@value #ERROR_WIDTH} columns.
 */
public final class MigrateTable {
    /** The widest line of an error; a longer word is broken. */
    static final int ERROR_WIDTH = 52;

    private static final String TITLE = "DB migrate table";
    private static final int LONGEST = 10_000;

    private MigrateTable() {}

    /** What is said before the work, with an empty line behind it. */
    public static List<String> running(List<String> moduleNames) {
        return List.of("Running db migrate for: " + Text.printable(String.join(", ", moduleNames), LONGEST), "");
    }

    /** The title and the table, line by line. */
    public static List<String> lines(List<ResultRow> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("N", "Module name", "Status", "Result"));
        for (int i = 0; i < rows.size(); i++) {
            ResultRow row = rows.get(i);
            String module = Text.printable(row.module(), LONGEST);
            String result = Text.printable(row.result(), LONGEST);
            List<String> lines = row.ok() ? List.of(result) : wrapped(result);
            cells.add(List.of(String.valueOf(i + 1), module, row.ok() ? "OK" : "FAIL", lines.get(0)));
            lines.stream().skip(1).forEach(line -> cells.add(List.of("", "", "", line)));
        }
        return RuledTable.lines(TITLE, cells);
    }

    /** A line that goes on keeps the space behind its last word, where that fits; it counts for the column's width. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +")) {
            if (!line.isEmpty() && Text.width(line.toString()) + 1 + Text.width(word) > ERROR_WIDTH) {
                lines.add(Text.width(line.toString()) < ERROR_WIDTH ? line + " " : line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
            while (Text.width(line.toString()) > ERROR_WIDTH) {
                int end = fitting(line.toString());
                lines.add(line.substring(0, end));
                line.delete(0, end);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** Where a line that is too long is broken: behind the last character that fits, never inside one. */
    private static int fitting(String line) {
        int end = 0;
        while (true) {
            int next = line.offsetByCodePoints(end, 1);
            if (Text.width(line.substring(0, next)) > ERROR_WIDTH) {
                return end;
            }
            end = next;
        }
    }
}
