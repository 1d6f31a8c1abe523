package org.pimtools.dbmigrate.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script of which every line is one statement. {@code {db}} and {@code {other}} stand for its two databases. */
record GeneratedScript(List<Line> lines) {
    private static final Pattern QUERY = Pattern.compile("\\[(.*)\\]");

    /**
     * @param thing the temporary table or prepared statement that it makes or fills; empty for none
     * @param counted the same with a number where the line asks how many rows the one before it found, or what number it gave, perhaps
     *     as a query in square brackets that finds the number; of a line that sets a variable, what sets it without doing anything else;
     *     else empty
     */
    record Line(String sql, String thing, String counted) {
        static Line of(String sql) {
            return new Line(sql, "", "");
        }

        private boolean needsDelimiter() {
            return sql.contains(";");
        }
    }

    GeneratedScript {
        lines = List.copyOf(lines);
    }

    /** As the client and the tool read it. */
    String text(String database, String other) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            String sql = line.sql().replace("{db}", database).replace("{other}", other);
            text.append(line.needsDelimiter() ? "DELIMITER $$\n" + sql + "$$\nDELIMITER ;\n" : sql + ";\n");
        }
        return text.toString();
    }

    /** The same with all that makes and fills a thing of the session once more in front of a statement. */
    GeneratedScript again(String thing, int number) {
        List<Line> all = new ArrayList<>(lines.subList(0, number - 1));
        List<Line> before = lines.subList(0, number - 1).stream()
                .filter(line -> line.thing().equals(thing))
                .toList();
        // what stands there a second time already begins with what makes the thing
        all.addAll(before.subList(before.lastIndexOf(before.get(0)), before.size()));
        all.addAll(lines.subList(number - 1, lines.size()));
        return new GeneratedScript(all);
    }

    /** The same with the variable of the last statement that set it, set once more in front of a statement. */
    GeneratedScript set(String variable, int number) {
        List<Line> all = new ArrayList<>(lines);
        String sets = "SET " + variable + " = ";
        lines.subList(0, number - 1).stream()
                .map(line -> line.counted().isEmpty() ? line.sql() : line.counted())
                .filter(sql -> sql.startsWith(sets))
                .reduce((before, last) -> last)
                .ifPresent(last -> all.add(number - 1, Line.of(last)));
        return new GeneratedScript(all);
    }

    /**
     * The same with a number in a statement that asks for one.
     *
     * @param finds the number by a query
     */
    GeneratedScript counted(int number, UnaryOperator<String> finds) {
        List<Line> all = new ArrayList<>(lines);
        String counted = lines.get(number - 1).counted();
        all.set(
                number - 1,
                Line.of(QUERY.matcher(counted)
                        .replaceAll(query -> Matcher.quoteReplacement(finds.apply(query.group(1))))));
        return new GeneratedScript(all);
    }
}
