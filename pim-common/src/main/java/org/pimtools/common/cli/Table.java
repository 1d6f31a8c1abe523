package org.pimtools.common.cli;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.text.Text;

/** Aligns cells in columns by the width that they take on a terminal. */
public final class Table {
    private Table() {}

    public static List<String> lines(List<List<String>> rows, int longestCell) {
        List<List<String>> cells = rows.stream()
                .map(row -> row.stream()
                        .map(cell -> Text.printable(cell, longestCell))
                        .toList())
                .toList();
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : cells) {
            for (int i = 0; i < row.size(); i++) {
                int width = Text.width(row.get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return cells.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell);
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths.get(i) - Text.width(cell) + 2));
            }
        }
        return line.toString().stripTrailing();
    }
}
