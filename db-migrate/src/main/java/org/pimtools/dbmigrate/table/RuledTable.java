package org.pimtools.dbmigrate.table;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.text.Text;

/** A titled table with rules: a column is as wide as its widest cell, as a terminal shows it, and a space on each side. */
final class RuledTable {
    private RuledTable() {}

    /** @param cells the headings first; printable, the same number in every row */
    static List<String> lines(String title, List<List<String>> cells) {
        int[] widths = new int[cells.get(0).size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Text.width(row.get(i)));
            }
        }
        StringBuilder rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        String underline = "=".repeat(title.length());
        List<String> lines =
                new ArrayList<>(List.of(underline, title, underline, rule.toString(), line(cells.get(0), widths)));
        lines.add(rule.toString());
        cells.stream().skip(1).forEach(row -> lines.add(line(row, widths)));
        lines.add(rule.toString());
        return lines;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - Text.width(cell)))
                    .append(" |");
        }
        return line.toString();
    }
}
