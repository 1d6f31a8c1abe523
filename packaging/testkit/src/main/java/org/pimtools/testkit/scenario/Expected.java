package org.pimtools.testkit.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole output as it should be. Everything stands for itself, except:
 *
 * <ul>
 *   <li>{@code [..]}: anything within a line, also nothing
 *   <li>{@code [uuid]}: a UUID in lower case
 *   <li>{@code [time]}: a moment as {@code 2026-01-31T23:59:59Z}, with or without fractions
 *   <li>{@code [directory]}: the absolute path of the directory that the command ran in
 * </ul>
 */
record Expected(String text) {
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "[..]", "[^\\n]*",
            "[uuid]", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "[time]", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z");
    private static final String DIRECTORY = "[directory]";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[(\\.\\.|uuid|time|directory)]");

    boolean matches(String actual, Path directory) {
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int literal = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(text.substring(literal, placeholder.start())));
            regex.append(
                    placeholder.group().equals(DIRECTORY)
                            ? Pattern.quote(directory.toString())
                            : PLACEHOLDERS.get(placeholder.group()));
            literal = placeholder.end();
        }
        regex.append(Pattern.quote(text.substring(literal)));
        return Pattern.matches(regex.toString(), actual);
    }

    /** What to show when {@code actual} does not match: both texts, and the first line that differs. */
    String difference(String actual, Path directory) {
        List<String> expectedLines = text.lines().toList();
        List<String> actualLines = actual.lines().toList();
        int line = 0;
        while (line < expectedLines.size()
                && line < actualLines.size()
                && new Expected(expectedLines.get(line)).matches(actualLines.get(line), directory)) {
            line++;
        }
        return " differs at line " + (line + 1) + "\n--- expected\n" + text + "--- actual\n" + actual + "---\n";
    }
}
