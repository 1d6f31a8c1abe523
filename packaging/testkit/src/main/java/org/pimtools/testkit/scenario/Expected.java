package org.pimtools.testkit.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole output as it should be. Everything stands for itself, except:
 *
 * <ul>
 *   <li>{@code [..]}: anything within a line, also nothing
 *   <li>{@code [uuid]}: a UUID in lower case
 *   <li>{@code [time]}: a moment as {@code 2026-01-31T23:59:59Z}, with or without fractions
 *   <li>{@code [fingerprint]}: that of a key, as the tools print it
 *   <li>{@code [directory]}: the absolute path of the directory that the command ran in
 * </ul>
 */
record Expected(String text) {
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "[..]", "[^\\n]*?",
            "[uuid]", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "[fingerprint]", "[0-9a-f]{8}(?:-[0-9a-f]{8}){3}",
            "[time]", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z");
    private static final String DIRECTORY = "[directory]";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[(\\.\\.|uuid|time|fingerprint|directory)]");
    /** So many characters before a placeholder, and one after it, have to be the same to keep it in a line that changed. */
    private static final int CONTEXT = 8;

    boolean matches(String actual, Path directory) {
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int literal = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(text.substring(literal, placeholder.start())));
            regex.append(regex(placeholder.group(), directory));
            literal = placeholder.end();
        }
        regex.append(Pattern.quote(text.substring(literal)));
        return Pattern.matches(regex.toString(), actual);
    }

    private static String regex(String placeholder, Path directory) {
        return placeholder.equals(DIRECTORY) ? Pattern.quote(directory.toString()) : PLACEHOLDERS.get(placeholder);
    }

    /**
     * What to expect from now on, when {@code actual} is right: lines that matched stay as they are, and in others the
     * placeholders that have the same surroundings. The directory is always a placeholder.
     */
    Expected recorded(String actual, Path directory) {
        List<String> known = List.of(text.split("\n", -1));
        int next = 0;
        StringJoiner recorded = new StringJoiner("\n");
        for (String line : actual.split("\n", -1)) {
            int same = next;
            while (same < known.size() && !new Expected(known.get(same)).matches(line, directory)) {
                same++;
            }
            if (same < known.size()) {
                recorded.add(known.get(same));
                next = same + 1;
            } else {
                recorded.add(withPlaceholders(line, directory));
            }
        }
        return new Expected(recorded.toString());
    }

    private String withPlaceholders(String line, Path directory) {
        String changed = line.replace(directory.toString(), DIRECTORY);
        for (String known : text.split("\n")) {
            Matcher placeholder = PLACEHOLDER.matcher(known);
            int literal = 0;
            while (placeholder.find()) {
                String before = known.substring(literal, placeholder.start());
                String after = PLACEHOLDER.split(known.substring(placeholder.end()), 2)[0];
                String around = "(" + Pattern.quote(before.substring(Math.max(0, before.length() - CONTEXT))) + ")"
                        + regex(placeholder.group(), directory)
                        + "(" + Pattern.quote(after.substring(0, Math.min(1, after.length())))
                        + (placeholder.end() == known.length() ? "$)" : ")");
                changed = changed.replaceFirst(around, "$1" + Matcher.quoteReplacement(placeholder.group()) + "$2");
                literal = placeholder.end();
            }
        }
        return changed;
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
